-- How each board that was ever asked has answered; the panel is the board itself.
WITH span AS (
    SELECT window_start AS first_day, window_end AS last_day
    FROM mart.scope
),
answer AS (
    SELECT
        board_day.board_id,
        min(board_day.observed_on) AS window_start,
        max(board_day.observed_on) AS window_end,
        max(board_day.observed_at) AS last_observed_at,
        max(board_day.observed_at) FILTER (board_day.board_status IN ('complete', 'empty')) AS last_complete_at,
        count(*) AS n,
        count(*) FILTER (board_day.board_status IN ('complete', 'empty')) AS answered,
        count(*) FILTER (
            board_day.board_status NOT IN ('complete', 'empty') AND board_day.observed_on > span.last_day - 28
        ) AS failed_count
    FROM core.board_day
    CROSS JOIN span
    GROUP BY board_day.board_id
),
-- A board has one row a day.
latest AS (
    SELECT board_day.board_id, board_day.board_status, board_day.status_reason
    FROM core.board_day
    JOIN answer ON answer.board_id = board_day.board_id AND answer.window_end = board_day.observed_on
),
stock AS (
    SELECT board_id, count(DISTINCT posting_id) AS active_postings
    FROM core.spell
    WHERE closed_at IS NULL
    GROUP BY board_id
)
SELECT
    board.board_id,
    board.platform,
    board.employer,
    latest.board_status,
    latest.status_reason,
    answer.last_observed_at,
    answer.last_complete_at,
    answer.failed_count,
    coalesce(stock.active_postings, 0) AS active_postings,
    answer.window_start,
    answer.window_end,
    answer.n,
    answer.answered / answer.n AS coverage,
    substr(sha256(board.board_id), 1, 12) AS panel_id,
    CAST(1 AS SMALLINT) AS method_version
FROM core.board
JOIN answer ON answer.board_id = board.board_id
JOIN latest ON latest.board_id = board.board_id
LEFT JOIN stock ON stock.board_id = board.board_id
