-- The whole weeks of a role, as if today's boards had been watched all along: the index of the same boards, at the level of
-- what was open where boards last answered; and the new adverts of a week, at the rate of the boards that are compared.
WITH week AS (
    SELECT
        demand.window_start AS week_start,
        demand.demand_index_all AS level,
        coalesce(role_week.observed_postings, 0) AS observed_postings,
        coalesce(role_week.same_new_postings, 0) AS same_new_postings,
        role_week.matched_before + role_week.matched_evergreen_before AS matched_before
    FROM mart.role_demand_week AS demand
    LEFT JOIN core.role_week ON role_week.role_id = demand.role_id AND role_week.week_start = demand.window_start
    WHERE demand.role_id = $role_id
        AND demand.window_end = demand.window_start + 6
        AND demand.demand_index_all IS NOT NULL
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
WHERE today.scale IS NOT NULL
ORDER BY week.week_start
