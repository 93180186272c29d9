-- The last whole week, and the links of a role up to it in a row in which enough openings can be compared, as of the index.
WITH whole_week AS (
    SELECT
        role_id,
        week_start,
        least(matched_before, matched_after) >= 50
        AND least(matched_employers_before, matched_employers) >= 10 AS is_linked
    FROM core.role_week
    WHERE week_start + 6 <= (SELECT max(observed_on) FROM core.board_day)
),
last_week AS (
    SELECT max(week_start) AS week_start
    FROM whole_week
),
own AS (
    SELECT
        max(week_start) AS week_start,
        coalesce(max(week_start) FILTER (NOT is_linked), min(week_start) - 7) AS unlinked_week
    FROM whole_week
    WHERE role_id = $role_id
)
SELECT
    last_week.week_start,
    CASE
        WHEN own.week_start = last_week.week_start THEN CAST((own.week_start - own.unlinked_week) / 7 AS INTEGER)
        ELSE 0
    END AS links
FROM last_week
CROSS JOIN own
WHERE last_week.week_start IS NOT NULL AND own.week_start IS NOT NULL
