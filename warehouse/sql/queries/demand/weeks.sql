-- The whole weeks of a role, as if today's boards had been watched all along: the index of the same boards, at the level of
-- what was open where boards last answered; and the new adverts of a week, at the rate of the boards that are compared.
-- Of few openings too: the record of the ranges says what they are worth.
WITH link AS (
    SELECT
        week_start,
        observed_postings,
        same_new_postings,
        matched_before + matched_evergreen_before AS matched_before,
        (matched_after + matched_evergreen_after) / nullif(matched_before + matched_evergreen_before, 0) AS link,
        row_number() OVER (ORDER BY week_start) = 1 AS is_first
    FROM core.role_week
    WHERE role_id = $role_id AND week_start + 6 <= (SELECT max(observed_on) FROM core.board_day)
),
-- The weeks since the last that cannot be linked, which begins them anew: a role without an opening, or a week in which no
-- board answered, is no level to go on from, and what was before it is not how things stand now.
latest AS (
    SELECT *
    FROM link
    QUALIFY count(*) FILTER (NOT is_first AND coalesce(link, 0) = 0) OVER (
        ORDER BY week_start
        ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) = 0
),
week AS (
    SELECT
        *,
        100 * exp(coalesce(sum(CASE WHEN week_start > begun_on THEN ln(link) END) OVER so_far, 0)) AS level
    FROM (SELECT *, min(week_start) OVER () AS begun_on FROM latest)
    WINDOW so_far AS (ORDER BY week_start)
),
today AS (
    SELECT arg_max(observed_postings / level, week_start) FILTER (observed_postings > 0 AND level > 0) AS scale
    FROM week
)
SELECT
    week.week_start,
    week.level * today.scale AS active,
    week.same_new_postings / nullif(week.matched_before, 0)
    * lag(week.level) OVER (ORDER BY week.week_start) * today.scale AS new
FROM week
CROSS JOIN today
ORDER BY week.week_start
