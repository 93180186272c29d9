-- Which roles' openings grow or shrink from week to week, and does the interval leave out no growth?
SELECT
    role.role_title,
    trend.level,
    trend.weekly_growth,
    trend.weekly_growth_low,
    trend.weekly_growth_high,
    trend.weekly_growth_low > 0 OR trend.weekly_growth_high < 0 AS is_more_than_chance,
    trend.refusal,
    trend.n,
    trend.coverage
FROM mart.role_trend AS trend
JOIN core.role ON role.role_id = trend.role_id
WHERE trend.series_name = 'active'
ORDER BY trend.weekly_growth DESC NULLS LAST, role.role_title
