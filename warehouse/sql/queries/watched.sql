-- What an answer speaks of: which days, and how many boards and employers. An employer none of whose boards has ever
-- answered in full is not watched.
WITH answer AS (
    SELECT
        board_id,
        min(observed_on) AS asked_on,
        max(observed_on) AS last_on,
        max(observed_on) FILTER (board_status IN ('complete', 'empty')) AS last_whole_on
    FROM core.board_day
    GROUP BY board_id
),
span AS (
    SELECT min(asked_on) AS window_start, max(last_on) AS as_of
    FROM answer
)
SELECT
    any_value(span.window_start) AS window_start,
    any_value(span.as_of) AS as_of,
    count(*) AS boards_watched,
    count(*) FILTER (answer.last_whole_on = span.as_of) AS boards_observed,
    count(DISTINCT board.employer) FILTER (answer.last_whole_on IS NOT NULL) AS employers_watched
FROM answer
JOIN core.board ON board.board_id = answer.board_id
CROSS JOIN span
