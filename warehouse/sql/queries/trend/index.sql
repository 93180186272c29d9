-- The index of each week since it last began at 100, and what the comparison with the week before rests on.
SELECT window_start, demand_index, matched_postings, matched_employers, coverage
FROM mart.role_demand_week
WHERE role_id = $role_id
    AND demand_index IS NOT NULL
    AND index_base_on = (
        SELECT max(index_base_on)
        FROM mart.role_demand_week
        WHERE role_id = $role_id
    )
ORDER BY window_start
