-- How many of the boards that answer now were read in full before a history of so many whole weeks began.
WITH span AS (
    SELECT max(observed_on) AS last_day
    FROM core.board_day
),
board AS (
    SELECT
        answer.board_id,
        min(answer.observed_on) AS first_whole_on,
        max(answer.observed_on) AS last_whole_on
    FROM core.board_day AS answer
    WHERE answer.board_status IN ('complete', 'empty')
    GROUP BY answer.board_id
)
SELECT
    week.weeks,
    span.last_day AS window_end,
    span.last_day - CAST(7 * week.weeks - 1 AS INTEGER) AS window_start,
    count(*) FILTER (board.first_whole_on < span.last_day - CAST(7 * week.weeks - 1 AS INTEGER)) AS boards,
    count(*) AS boards_watched,
    count(DISTINCT named.employer) FILTER (
        board.first_whole_on < span.last_day - CAST(7 * week.weeks - 1 AS INTEGER)
    ) AS employers,
    count(DISTINCT named.employer) AS employers_watched
FROM board
JOIN core.board AS named ON named.board_id = board.board_id
CROSS JOIN span
CROSS JOIN (SELECT unnest(generate_series(1, 26)) AS weeks) AS week
WHERE board.last_whole_on > span.last_day - 14
GROUP BY week.weeks, span.last_day
ORDER BY week.weeks DESC
