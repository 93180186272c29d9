-- How many openings for my role were there each week, and how many at the boards that answered in both weeks?
-- Yours: the role. Weeks with a low coverage are counted too low.
WITH mine AS (SELECT 'data_engineer' AS role_id)

SELECT
    demand.window_start,
    demand.active_postings,
    demand.panel_active_postings,
    demand.new_postings,
    demand.closed_postings,
    demand.unique_employers,
    demand.demand_index,
    demand.demand_index_low,
    demand.demand_index_high,
    demand.coverage
FROM mart.role_demand_week AS demand
JOIN mine ON mine.role_id = demand.role_id
ORDER BY demand.window_start DESC
LIMIT 52
