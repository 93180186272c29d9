-- What every figure speaks of: the days observed so far, and the boards that have ever answered in full.
-- n is the boards asked; coverage is the share of them that answered in full on the last day.
WITH board AS (
    SELECT
        board_id,
        min(observed_on) AS first_day,
        max(observed_on) AS last_day,
        max(observed_on) FILTER (board_status IN ('complete', 'empty')) AS answered_on
    FROM core.board_day
    GROUP BY board_id
),
span AS (
    SELECT min(first_day) AS first_day, max(last_day) AS last_day
    FROM board
)
SELECT
    span.first_day AS window_start,
    span.last_day AS window_end,
    count(*) AS n,
    count(*) FILTER (board.answered_on = span.last_day) / count(*) AS coverage,
    substr(
        sha256(
            coalesce(
                string_agg(board.board_id, ',' ORDER BY board.board_id) FILTER (board.answered_on IS NOT NULL), ''
            )
        ),
        1,
        12
    ) AS panel_id,
    CAST(1 AS SMALLINT) AS method_version
FROM board
CROSS JOIN span
GROUP BY span.first_day, span.last_day
