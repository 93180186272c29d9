-- How unequally the open postings of each role, and those with a description, are divided among employers. Sums of fractions
-- are rounded: the order in which they are added up is no part of the figure.
WITH size AS (
    SELECT
        role_id,
        unnest([FALSE, TRUE]) AS is_described,
        unnest([count(*), count(*) FILTER (stage_online.is_described)]) AS postings
    FROM stage_online
    WHERE is_open
    GROUP BY role_id, employer_key
),
doubted AS (
    SELECT
        *,
        sum(postings) OVER whole AS active_postings,
        -- An employer of whose postings it is open how many have something: see measures.shares.
        least($doubt * sum(postings ** 2) OVER whole / active_postings, $most_doubt * active_postings) AS undecided
    FROM size
    WHERE postings > 0
    WINDOW whole AS (PARTITION BY role_id, is_described)
)
SELECT
    role_id,
    is_described,
    CAST(sum(postings) AS BIGINT) AS active_postings,
    count(*) AS unique_employers,
    round(CAST(sum(postings) AS DOUBLE) ** 2 / sum(postings ** 2), 9) AS effective_employers,
    round(any_value(undecided), 9) AS undecided_postings,
    round(sum((postings / (active_postings + undecided - postings)) ** 2), 9) AS sizes_squared
FROM doubted
GROUP BY role_id, is_described
ORDER BY role_id, is_described
