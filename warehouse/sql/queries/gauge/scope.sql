-- What do the figures speak of: which days, boards and employers? An employer none of whose boards has ever answered in
-- full is not watched.
WITH span AS (
    SELECT min(asked_on) AS first_day, max(last_on) AS last_day
    FROM gauge_board
)
SELECT
    span.first_day AS window_start,
    span.last_day AS window_end,
    count(*) AS boards_watched,
    count(*) FILTER (answer.last_whole_on = span.last_day) AS boards_observed,
    count(*) FILTER (answer.last_whole_on IS NULL) AS boards_never_answered,
    count(DISTINCT board.employer) FILTER (answer.last_whole_on IS NOT NULL) AS employers_watched,
    list_sort(list(DISTINCT board.platform)) AS platforms,
    max(answer.last_complete_at) AS last_complete_at,
    substr(
        sha256(
            coalesce(
                string_agg(answer.board_id, ',' ORDER BY answer.board_id) FILTER (answer.last_whole_on IS NOT NULL), ''
            )
        ),
        1,
        12
    ) AS panel_id
FROM gauge_board AS answer
JOIN core.board ON board.board_id = answer.board_id
CROSS JOIN span
GROUP BY span.first_day, span.last_day
