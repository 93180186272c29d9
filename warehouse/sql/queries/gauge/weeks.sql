-- How did the openings go, week by week, from the first week with one? Figures as in mart.role_demand_week.
WITH span AS (
    SELECT
        max(observed_on) AS last_day,
        CAST(date_trunc('week', min(observed_on)) AS DATE) AS first_week,
        CAST(date_trunc('week', max(observed_on)) AS DATE) AS last_week
    FROM core.board_day
),
week AS (
    SELECT CAST(unnest(generate_series(first_week, last_week, INTERVAL 7 DAY)) AS DATE) AS week
    FROM span
),
board AS (
    SELECT
        board_day.board_id,
        min(board_day.observed_on) AS asked_on,
        coalesce(
            min(board_day.observed_on) FILTER (board_day.board_status IN ('complete', 'empty'))
            < any_value(span.first_week) + 7,
            FALSE
        ) AS in_panel
    FROM core.board_day
    CROSS JOIN span
    GROUP BY board_day.board_id
),
observed AS (
    SELECT CAST(date_trunc('week', observed_on) AS DATE) AS week, count(DISTINCT board_id) AS boards_observed
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty')
    GROUP BY ALL
),
watched AS (
    SELECT week.week, count(*) AS boards_watched
    FROM week
    JOIN board ON board.asked_on < week.week + 7
    GROUP BY week.week
),
demand AS (
    SELECT
        week.week,
        count(*) FILTER (spell.closed_on IS NULL OR spell.closed_on >= week.week + 7) AS active_postings,
        count(*) FILTER (
            board.in_panel AND (spell.closed_on IS NULL OR spell.closed_on >= week.week + 7)
        ) AS panel_active_postings,
        count(*) FILTER (spell.is_new AND spell.opened_on >= week.week) AS new_postings,
        count(*) FILTER (spell.closed_on BETWEEN week.week AND week.week + 6) AS closed_postings,
        count(DISTINCT spell.employer) FILTER (
            spell.closed_on IS NULL OR spell.closed_on >= week.week + 7
        ) AS unique_employers
    FROM week
    JOIN gauge_spell AS spell ON spell.opened_on < week.week + 7
    LEFT JOIN board ON board.board_id = spell.board_id
    GROUP BY week.week
)
SELECT
    demand.week,
    demand.active_postings,
    demand.panel_active_postings,
    demand.new_postings,
    demand.closed_postings,
    demand.unique_employers,
    coalesce(observed.boards_observed, 0) AS boards_observed,
    coalesce(observed.boards_observed, 0) / watched.boards_watched AS coverage
FROM demand
JOIN watched ON watched.week = demand.week
LEFT JOIN observed ON observed.week = demand.week
ORDER BY demand.week
