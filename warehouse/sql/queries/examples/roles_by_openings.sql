-- Which roles have the most openings at the boards we watch, and are there more than four weeks ago?
SELECT
    role.role_title,
    now.active_postings,
    now.active_postings - before.active_postings AS change_in_four_weeks,
    now.unique_employers,
    now.coverage
FROM mart.role_demand_week AS now
JOIN core.role ON role.role_id = now.role_id
LEFT JOIN mart.role_demand_week AS before
    ON before.role_id = now.role_id AND before.window_start = now.window_start - 28
WHERE now.window_start = (SELECT max(window_start) FROM mart.role_demand_week)
ORDER BY now.active_postings DESC, role.role_title
LIMIT 30
