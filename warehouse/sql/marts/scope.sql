-- What every figure speaks of: the days observed so far, and the boards that have ever answered in full.
-- n is the boards asked; coverage is the share of them that answered in full on the last day.
WITH span AS (
    SELECT min(observed_on) AS first_day, max(observed_on) AS last_day
    FROM core.board_day
)
SELECT
    span.first_day AS window_start,
    span.last_day AS window_end,
    count(DISTINCT board_day.board_id) AS n,
    count(DISTINCT board_day.board_id) FILTER (
        board_day.board_status IN ('complete', 'empty') AND board_day.observed_on = span.last_day
    ) / count(DISTINCT board_day.board_id) AS coverage,
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
    ) AS panel_id,
    CAST(1 AS SMALLINT) AS method_version
FROM core.board_day
CROSS JOIN span
GROUP BY span.first_day, span.last_day
