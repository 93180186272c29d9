-- All vacancies that some employers had open on the last day and twelve weeks before, at those of their boards that answered in full in
-- the week up to either day; and how long they are watched.
WITH own AS (
    SELECT
        posting.posting_id,
        posting.employer_key,
        posting.board_id,
        coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id
    FROM core.posting
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
    WHERE posting.employer_key IN (SELECT unnest(CAST($employers AS VARCHAR[])))
),
answer AS (
    SELECT
        board_id,
        min(observed_on) AS first_on,
        count(*) FILTER (observed_on > CAST($as_of AS DATE) - 7) > 0 AS is_now,
        count(*) FILTER (
            observed_on BETWEEN CAST($as_of AS DATE) - 84 - 6 AND CAST($as_of AS DATE) - 84
        ) > 0 AS is_before
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty') AND board_id IN (SELECT board_id FROM own)
    GROUP BY board_id
),
board AS (
    SELECT DISTINCT own.employer_key, answer.*
    FROM own
    JOIN answer ON answer.board_id = own.board_id
),
since AS (
    SELECT employer_key, min(first_on) AS watched_since, bool_or(is_now AND is_before) AS is_compared
    FROM board
    GROUP BY employer_key
),
stock AS (
    SELECT
        own.employer_key,
        count(DISTINCT own.vacancy_id) FILTER (core.is_up(spell.closed_at, spell.last_seen_at)) AS board_now,
        count(DISTINCT own.vacancy_id) FILTER (
            spell.first_seen_on <= CAST($as_of AS DATE) - 84
            AND (spell.closed_on IS NULL OR spell.closed_on > CAST($as_of AS DATE) - 84)
        ) AS board_before
    FROM core.spell
    JOIN own ON own.posting_id = spell.posting_id
    JOIN board ON board.board_id = own.board_id AND board.employer_key = own.employer_key
    WHERE board.is_now AND board.is_before
    GROUP BY own.employer_key
)
SELECT
    since.employer_key,
    since.watched_since,
    CASE WHEN since.is_compared THEN coalesce(stock.board_now, 0) END AS board_now,
    CASE WHEN since.is_compared THEN coalesce(stock.board_before, 0) END AS board_before
FROM since
LEFT JOIN stock ON stock.employer_key = since.employer_key
