INSERT INTO core.index_limit
VALUES ($role_id, $week, $value, $low, $high)
