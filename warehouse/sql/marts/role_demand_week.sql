-- Openings a role and week, from sums of openings and closings: no spell is ever joined with every week it lasted.
-- A day is that of the person's time zone. The panel is the boards that answered in full in the first week. A board
-- without an answer keeps its open postings; coverage tells.
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
board_life AS (
    SELECT
        board_id,
        CAST(date_trunc('week', min(observed_on)) AS DATE) AS asked_week,
        CAST(
            date_trunc('week', min(observed_on) FILTER (board_status IN ('complete', 'empty'))) AS DATE
        ) AS answered_week
    FROM core.board_day
    GROUP BY board_id
),
board_week AS (
    SELECT
        week.week_start,
        count(*) AS boards_watched,
        coalesce(
            string_agg(board_id, ',' ORDER BY board_id) FILTER (board_life.answered_week <= week.week_start), ''
        ) AS board_ids
    FROM week
    JOIN board_life ON board_life.asked_week <= week.week_start
    GROUP BY week.week_start
),
answered_week AS (
    SELECT
        CAST(date_trunc('week', observed_on) AS DATE) AS week_start,
        count(DISTINCT board_id) AS boards_observed
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty')
    GROUP BY ALL
),
spell_week AS (
    SELECT
        posting.role_id,
        posting.employer_key AS employer,
        coalesce(board_life.answered_week = span.first_week, FALSE) AS in_panel,
        spell.spell_number = 1 AND NOT spell.is_left_censored AS is_new,
        CAST(date_trunc('week', spell.first_seen_on) AS DATE) AS opened_week,
        CAST(date_trunc('week', spell.closed_on) AS DATE) AS closed_week
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    LEFT JOIN board_life ON board_life.board_id = spell.board_id
    CROSS JOIN span
    WHERE posting.role_id IS NOT NULL
),
event AS (
    SELECT
        role_id,
        employer,
        opened_week AS week_start,
        count(*) AS change,
        count(*) FILTER (in_panel) AS panel_change,
        count(*) FILTER (is_new) AS new_postings,
        0 AS closed_postings
    FROM spell_week
    GROUP BY ALL
    UNION ALL
    SELECT
        role_id,
        employer,
        closed_week AS week_start,
        -count(*) AS change,
        -count(*) FILTER (in_panel) AS panel_change,
        0 AS new_postings,
        count(*) AS closed_postings
    FROM spell_week
    WHERE closed_week IS NOT NULL
    GROUP BY ALL
),
employer_week AS (
    SELECT
        role_id,
        employer,
        week_start,
        sum(change) AS change,
        sum(panel_change) AS panel_change,
        sum(new_postings) AS new_postings,
        sum(closed_postings) AS closed_postings,
        sum(sum(change)) OVER (PARTITION BY role_id, employer ORDER BY week_start) AS active_after
    FROM event
    GROUP BY role_id, employer, week_start
),
role_week AS (
    SELECT
        role_id,
        week_start,
        sum(change) AS change,
        sum(panel_change) AS panel_change,
        sum(new_postings) AS new_postings,
        sum(closed_postings) AS closed_postings,
        count(*) FILTER (active_after > 0 AND active_after - change <= 0)
        - count(*) FILTER (active_after <= 0 AND active_after - change > 0) AS employers_change
    FROM employer_week
    GROUP BY role_id, week_start
),
role_start AS (
    SELECT role_id, min(week_start) AS first_week
    FROM role_week
    GROUP BY role_id
),
running AS (
    SELECT
        role_start.role_id,
        week.week_start,
        sum(coalesce(role_week.change, 0)) OVER so_far AS active_postings,
        sum(coalesce(role_week.panel_change, 0)) OVER so_far AS panel_active_postings,
        coalesce(role_week.new_postings, 0) AS new_postings,
        coalesce(role_week.closed_postings, 0) AS closed_postings,
        sum(coalesce(role_week.employers_change, 0)) OVER so_far AS unique_employers
    FROM role_start
    JOIN week ON week.week_start >= role_start.first_week
    LEFT JOIN role_week ON role_week.role_id = role_start.role_id AND role_week.week_start = week.week_start
    WINDOW so_far AS (PARTITION BY role_start.role_id ORDER BY week.week_start)
)
SELECT
    running.role_id,
    CAST(running.active_postings AS BIGINT) AS active_postings,
    CAST(running.panel_active_postings AS BIGINT) AS panel_active_postings,
    CAST(running.new_postings AS BIGINT) AS new_postings,
    CAST(running.closed_postings AS BIGINT) AS closed_postings,
    CAST(running.unique_employers AS BIGINT) AS unique_employers,
    CAST(coalesce(answered_week.boards_observed, 0) AS BIGINT) AS boards_observed,
    CAST(board_week.boards_watched AS BIGINT) AS boards_watched,
    running.week_start AS window_start,
    CAST(least(running.week_start + INTERVAL 6 DAY, span.last_day) AS DATE) AS window_end,
    CAST(running.active_postings AS BIGINT) AS n,
    CAST(coalesce(answered_week.boards_observed, 0) / board_week.boards_watched AS DOUBLE) AS coverage,
    substr(sha256(board_week.board_ids), 1, 12) AS panel_id,
    CAST(1 AS SMALLINT) AS method_version
FROM running
JOIN board_week ON board_week.week_start = running.week_start
LEFT JOIN answered_week ON answered_week.week_start = running.week_start
CROSS JOIN span
