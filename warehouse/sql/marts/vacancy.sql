-- One row a vacancy: what its first-named posting says, and how many postings, boards and places advertise it.
WITH pair AS (
    SELECT posting_id, other_id FROM core.posting_match WHERE match_kind LIKE 'possible%'
    UNION ALL
    SELECT other_id AS posting_id, posting_id AS other_id FROM core.posting_match WHERE match_kind LIKE 'possible%'
),
member AS (
    SELECT posting.posting_id, coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id
    FROM core.posting
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
),
copy AS (
    SELECT posting.vacancy_id, count(DISTINCT pair.other_id) AS n
    FROM pair
    JOIN member AS posting ON posting.posting_id = pair.posting_id
    JOIN member AS other ON other.posting_id = pair.other_id
    WHERE other.vacancy_id <> posting.vacancy_id
    GROUP BY posting.vacancy_id
),
place AS (
    SELECT vacancy_id, count(*) AS place_count
    FROM (
        SELECT DISTINCT member.vacancy_id, place.country_code, place.region, place.city
        FROM core.posting_place AS place
        JOIN member ON member.posting_id = place.posting_id
    ) AS named
    GROUP BY vacancy_id
),
-- Most vacancies are advertised once, and then there is nothing to sum up.
several AS (
    SELECT
        posting.vacancy_id,
        bool_or(posting.is_open) AS is_open,
        count(*) AS n,
        count(DISTINCT posting.board_id) AS boards_count,
        min(posting.first_seen_at) AS first_seen_at,
        max(posting.last_seen_at) AS last_seen_at
    FROM mart.posting
    SEMI JOIN (SELECT vacancy_id FROM core.vacancy WHERE posting_id <> vacancy_id) AS again
        ON again.vacancy_id = posting.vacancy_id
    GROUP BY posting.vacancy_id
)
SELECT
    posting.vacancy_id,
    posting.series_id,
    posting.role_id,
    posting.employer,
    posting.title,
    coalesce(several.is_open, posting.is_open) AS is_open,
    coalesce(several.n, 1) AS n,
    CAST(coalesce(several.boards_count, 1) AS INTEGER) AS boards_count,
    CAST(coalesce(place.place_count, 0) AS SMALLINT) AS place_count,
    coalesce(several.first_seen_at, posting.first_seen_at) AS first_seen_at,
    coalesce(several.last_seen_at, posting.last_seen_at) AS last_seen_at,
    CAST(coalesce(copy.n, 0) AS BIGINT) AS possible_copies
FROM mart.posting
LEFT JOIN several ON several.vacancy_id = posting.vacancy_id
LEFT JOIN place ON place.vacancy_id = posting.vacancy_id
LEFT JOIN copy ON copy.vacancy_id = posting.vacancy_id
WHERE posting.posting_id = posting.vacancy_id
