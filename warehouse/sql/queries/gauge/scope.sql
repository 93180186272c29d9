-- What do the figures speak of: which days, boards and employers? An employer none of whose boards has ever answered in
-- full is not watched.
WITH span AS (
    SELECT min(observed_on) AS first_day, max(observed_on) AS last_day
    FROM core.board_day
)
SELECT
    span.first_day AS window_start,
    span.last_day AS window_end,
    count(DISTINCT board_day.board_id) AS boards_watched,
    count(DISTINCT board_day.board_id) FILTER (
        board_day.board_status IN ('complete', 'empty') AND board_day.observed_on = span.last_day
    ) AS boards_observed,
    count(DISTINCT board_day.board_id)
    - count(DISTINCT board_day.board_id) FILTER (
        board_day.board_status IN ('complete', 'empty')
    ) AS boards_never_answered,
    count(DISTINCT board.employer) FILTER (
        board_day.board_status IN ('complete', 'empty')
    ) AS employers_watched,
    list_sort(list(DISTINCT board.platform)) AS platforms,
    max(board_day.observed_at) FILTER (board_day.board_status IN ('complete', 'empty')) AS last_complete_at,
    substr(
        sha256(
            coalesce(
                string_agg(DISTINCT board_day.board_id, ',' ORDER BY board_day.board_id) FILTER (
                    board_day.board_status IN ('complete', 'empty')
                ),
                ''
            )
        ),
        1,
        12
    ) AS panel_id
FROM core.board_day
JOIN core.board ON board.board_id = board_day.board_id
CROSS JOIN span
GROUP BY span.first_day, span.last_day
