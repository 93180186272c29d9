-- No share jumps from what was published a week or two before: that of open postings which are copies of another by more
-- than 10 points, those without a known role and with a known pay by more than 5, that of a source by more than 10.
-- Compared are boards whose answers were whole in both, as the same parsers and rules read them; so neither a board that
-- comes or goes nor another version is a jump. From 200 postings of 10 employers on, and where the difference is more than
-- twice its error (a ratio of sums, employers drawn): what one or a few employers do is their own doing.
WITH board AS (
    SELECT
        counted_on,
        is_current,
        board_id,
        max(role_version) AS role_method,
        (max(pay_version), max(text_version)) AS pay_method,
        (max(match_version), max(text_version), max(employer_version)) AS copies_method
    FROM ops.share_count
    GROUP BY counted_on, is_current, board_id
),
-- The newest that is a week old, or the oldest where none is.
compared AS (
    SELECT measure.share_name, present.board_id, past.counted_on AS counted_before_on
    FROM board AS present
    JOIN board AS past
        ON past.board_id = present.board_id
        AND NOT past.is_current
        AND past.counted_on BETWEEN present.counted_on - 56 AND present.counted_on
    CROSS JOIN (SELECT unnest(['copies', 'role', 'pay', 'source']) AS share_name) AS measure
    WHERE present.is_current
        AND CASE measure.share_name
            WHEN 'role' THEN present.role_method = past.role_method
            WHEN 'pay' THEN present.pay_method = past.pay_method
            WHEN 'copies' THEN present.copies_method = past.copies_method
            ELSE TRUE
        END
    QUALIFY row_number() OVER (
        PARTITION BY measure.share_name, present.board_id
        ORDER BY past.counted_on <= present.counted_on - 7 DESC, abs(past.counted_on - (present.counted_on - 7))
    ) = 1
),
cell AS (
    SELECT
        compared.share_name,
        share_count.platform,
        share_count.employer_key,
        share_count.is_current,
        sum(share_count.active_postings) AS n,
        sum(
            CASE compared.share_name
                WHEN 'copies' THEN share_count.duplicate_postings
                WHEN 'role' THEN share_count.unclassified_postings
                WHEN 'pay' THEN share_count.pay_known_postings
                ELSE share_count.active_postings
            END
        ) AS x
    FROM compared
    JOIN ops.share_count
        ON share_count.board_id = compared.board_id
        AND (share_count.is_current OR share_count.counted_on = compared.counted_before_on)
    GROUP BY ALL
),
pair AS (
    SELECT
        share_name,
        platform,
        employer_key,
        coalesce(sum(n) FILTER (is_current), 0) AS n_now,
        coalesce(sum(x) FILTER (is_current), 0) AS x_now,
        coalesce(sum(n) FILTER (NOT is_current), 0) AS n_before,
        coalesce(sum(x) FILTER (NOT is_current), 0) AS x_before
    FROM cell
    GROUP BY share_name, platform, employer_key
),
-- Each source's share is a share of its own: of the postings of all, those that are the source's.
employer AS (
    SELECT
        share_name,
        NULL AS platform,
        employer_key,
        sum(n_now) AS n_now,
        sum(x_now) AS x_now,
        sum(n_before) AS n_before,
        sum(x_before) AS x_before
    FROM pair
    WHERE share_name <> 'source'
    GROUP BY share_name, employer_key
    UNION ALL
    SELECT
        pair.share_name,
        source.platform,
        pair.employer_key,
        sum(pair.n_now),
        coalesce(sum(pair.n_now) FILTER (pair.platform = source.platform), 0),
        sum(pair.n_before),
        coalesce(sum(pair.n_before) FILTER (pair.platform = source.platform), 0)
    FROM pair
    CROSS JOIN (SELECT DISTINCT platform FROM pair WHERE share_name = 'source') AS source
    WHERE pair.share_name = 'source'
    GROUP BY pair.share_name, source.platform, pair.employer_key
),
total AS (
    SELECT
        share_name,
        platform,
        sum(n_now) AS postings_now,
        sum(x_now) / nullif(sum(n_now), 0) AS share_now,
        sum(n_before) AS postings_before,
        sum(x_before) / nullif(sum(n_before), 0) AS share_before,
        least(count(*) FILTER (n_now > 0), count(*) FILTER (n_before > 0)) AS unique_employers
    FROM employer
    GROUP BY share_name, platform
),
jump AS (
    SELECT
        total.*,
        sqrt(
            sum(
                (
                    (employer.x_now - total.share_now * employer.n_now) / total.postings_now
                    - (employer.x_before - total.share_before * employer.n_before) / total.postings_before
                ) ** 2
            )
            * count(*) / nullif(count(*) - 1, 0)
        ) AS error
    FROM total
    JOIN employer
        ON employer.share_name = total.share_name AND employer.platform IS NOT DISTINCT FROM total.platform
    WHERE least(total.postings_now, total.postings_before) >= 200 AND total.unique_employers >= 10
    GROUP BY ALL
),
-- The source that moves a share the most.
mover AS (
    SELECT
        pair.share_name,
        pair.platform,
        sum(pair.x_before) / nullif(sum(pair.n_before), 0) AS source_share_before,
        sum(pair.x_now) / nullif(sum(pair.n_now), 0) AS source_share_now
    FROM pair
    JOIN total ON total.share_name = pair.share_name AND total.platform IS NULL
    GROUP BY pair.share_name, pair.platform
    QUALIFY row_number() OVER (
        PARTITION BY pair.share_name
        ORDER BY
            abs(sum(pair.x_now) / any_value(total.postings_now) - sum(pair.x_before) / any_value(total.postings_before))
            DESC,
            pair.platform
    ) = 1
)
SELECT
    jump.share_name,
    coalesce(jump.platform, mover.platform) AS platform,
    jump.share_before,
    jump.share_now,
    CAST(jump.postings_before AS BIGINT) AS postings_before,
    CAST(jump.postings_now AS BIGINT) AS postings_now,
    jump.unique_employers,
    mover.source_share_before,
    mover.source_share_now,
    span.counted_before_on,
    span.counted_on
FROM jump
CROSS JOIN (
    SELECT
        (SELECT max(counted_before_on) FROM compared) AS counted_before_on,
        (SELECT max(counted_on) FROM ops.share_count WHERE is_current) AS counted_on
) AS span
LEFT JOIN mover ON mover.share_name = jump.share_name
WHERE abs(jump.share_now - jump.share_before) > CASE WHEN jump.share_name IN ('role', 'pay') THEN 0.05 ELSE 0.1 END + 1e-9
    AND abs(jump.share_now - jump.share_before) > 2 * jump.error
ORDER BY jump.share_name, jump.platform
