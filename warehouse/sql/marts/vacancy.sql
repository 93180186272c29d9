-- One row a vacancy: what its first-named posting says, and how many postings, boards and places advertise it.
WITH copy AS (
    SELECT posting_id, count(*) AS n
    FROM (
        SELECT posting_id FROM core.posting_match WHERE match_kind LIKE 'possible%'
        UNION ALL
        SELECT other_id AS posting_id FROM core.posting_match WHERE match_kind LIKE 'possible%'
    )
    GROUP BY posting_id
),
place AS (
    SELECT posting.vacancy_id, count(DISTINCT (place.country_code, place.region, place.city)) AS place_count
    FROM core.posting_place AS place
    JOIN mart.posting ON posting.posting_id = place.posting_id
    GROUP BY posting.vacancy_id
)
SELECT
    posting.vacancy_id,
    any_value(posting.series_id) AS series_id,
    arg_min(posting.role_id, posting.posting_id <> posting.vacancy_id) AS role_id,
    arg_min(posting.employer, posting.posting_id <> posting.vacancy_id) AS employer,
    arg_min(posting.title, posting.posting_id <> posting.vacancy_id) AS title,
    bool_or(posting.is_open) AS is_open,
    count(*) AS n,
    CAST(count(DISTINCT posting.board_id) AS INTEGER) AS boards_count,
    CAST(coalesce(any_value(place.place_count), 0) AS SMALLINT) AS place_count,
    min(posting.first_seen_at) AS first_seen_at,
    max(posting.last_seen_at) AS last_seen_at,
    CAST(coalesce(sum(copy.n), 0) AS BIGINT) AS possible_copies
FROM mart.posting
LEFT JOIN place ON place.vacancy_id = posting.vacancy_id
LEFT JOIN copy ON copy.posting_id = posting.posting_id
GROUP BY posting.vacancy_id
