-- How did the openings go, week by week, from the first week with one? Figures as in mart.role_demand_week. A spell is
-- joined with the weeks that it lasted only, and spells of an employer that began and ended in the same weeks together.
WITH span AS (
    SELECT
        CAST(date_trunc('week', min(asked_on)) AS DATE) AS first_week,
        CAST(date_trunc('week', max(last_on)) AS DATE) AS last_week
    FROM gauge_board
),
week AS (
    SELECT CAST(unnest(generate_series(first_week, last_week, INTERVAL 7 DAY)) AS DATE) AS week
    FROM span
),
observed AS (
    SELECT CAST(date_trunc('week', observed_on) AS DATE) AS week, count(DISTINCT hash(board_id)) AS boards_observed
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty') AND NOT is_held
    GROUP BY ALL
),
watched AS (
    SELECT week.week, count(*) AS boards_watched
    FROM week
    JOIN gauge_board AS board ON board.asked_on < week.week + 7
    GROUP BY week.week
),
life AS (
    SELECT
        -- A number is counted in half the time that a name is.
        hash(spell.employer) AS employer_number,
        CAST(date_trunc('week', spell.opened_on) AS DATE) AS opened_week,
        CAST(date_trunc('week', spell.closed_on) AS DATE) AS closed_week,
        span.last_week,
        count(*) AS postings,
        count(*) FILTER (board.first_whole_on < span.first_week + 7) AS panel_postings,
        count(*) FILTER (spell.is_new) AS new_postings
    FROM gauge_spell AS spell
    LEFT JOIN gauge_board AS board ON board.board_id = spell.board_id
    CROSS JOIN span
    GROUP BY ALL
),
life_week AS (
    SELECT
        *,
        CAST(unnest(generate_series(opened_week, coalesce(closed_week, last_week), INTERVAL 7 DAY)) AS DATE) AS week
    FROM life
),
demand AS (
    SELECT
        week,
        sum(postings) FILTER (closed_week IS NULL OR closed_week > week) AS active_postings,
        sum(panel_postings) FILTER (closed_week IS NULL OR closed_week > week) AS panel_active_postings,
        sum(new_postings) FILTER (opened_week = week) AS new_postings,
        sum(postings) FILTER (closed_week = week) AS closed_postings,
        count(DISTINCT employer_number) FILTER (closed_week IS NULL OR closed_week > week) AS unique_employers
    FROM life_week
    GROUP BY week
)
SELECT
    week.week,
    CAST(coalesce(demand.active_postings, 0) AS BIGINT) AS active_postings,
    CAST(coalesce(demand.panel_active_postings, 0) AS BIGINT) AS panel_active_postings,
    CAST(coalesce(demand.new_postings, 0) AS BIGINT) AS new_postings,
    CAST(coalesce(demand.closed_postings, 0) AS BIGINT) AS closed_postings,
    coalesce(demand.unique_employers, 0) AS unique_employers,
    coalesce(observed.boards_observed, 0) AS boards_observed,
    coalesce(observed.boards_observed, 0) / watched.boards_watched AS coverage
FROM week
JOIN watched ON watched.week = week.week
LEFT JOIN observed ON observed.week = week.week
LEFT JOIN demand ON demand.week = week.week
WHERE week.week >= (SELECT min(opened_week) FROM life)
ORDER BY week.week
