-- The boards that can be compared, a platform and week: a week without an answer takes a board out of the links on both
-- of its sides. Nothing is filled in.
WITH span AS (
    SELECT
        max(observed_on) AS last_day,
        CAST(date_trunc('week', min(observed_on)) AS DATE) AS first_week,
        CAST(date_trunc('week', max(observed_on)) AS DATE) AS last_week
    FROM core.board_day
),
week AS (
    SELECT CAST(unnest(generate_series(first_week, last_week, INTERVAL 7 DAY)) AS DATE) AS week_start
    FROM span
),
asked AS (
    SELECT board_id, CAST(date_trunc('week', min(observed_on)) AS DATE) AS asked_week
    FROM core.board_day
    GROUP BY board_id
)
SELECT
    board.platform,
    count(*) AS boards_watched,
    count(here.board_id) AS boards_observed,
    count(here.board_id) FILTER (before.board_id IS NULL AND week.week_start > span.first_week) AS boards_entered,
    count(before.board_id) FILTER (here.board_id IS NULL) AS boards_left,
    week.week_start AS window_start,
    CAST(least(week.week_start + 6, any_value(span.last_day)) AS DATE) AS window_end,
    count(here.board_id) AS n,
    count(here.board_id) / count(*) AS coverage,
    substr(sha256(coalesce(string_agg(here.board_id, ',' ORDER BY here.board_id), '')), 1, 12) AS panel_id,
    CAST(1 AS SMALLINT) AS method_version
FROM week
CROSS JOIN span
JOIN asked ON asked.asked_week <= week.week_start
JOIN core.board ON board.board_id = asked.board_id
LEFT JOIN core.board_week AS here ON here.board_id = asked.board_id AND here.week_start = week.week_start
LEFT JOIN core.board_week AS before ON before.board_id = asked.board_id AND before.week_start = week.week_start - 7
GROUP BY board.platform, week.week_start
