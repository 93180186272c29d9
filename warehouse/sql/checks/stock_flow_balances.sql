-- What a role's openings were a week before, and what came and went since, make what they are.
SELECT role_id, window_start, stock_before, stock_after, balance
FROM mart.role_change
WHERE balance <> 0
