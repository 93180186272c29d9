-- The index of each week since it last began at 100.
SELECT window_start, demand_index
FROM mart.role_demand_week
WHERE role_id = $role_id
    AND demand_index IS NOT NULL
    AND index_base_on = (
        SELECT max(index_base_on)
        FROM mart.role_demand_week
        WHERE role_id = $role_id
    )
ORDER BY window_start
