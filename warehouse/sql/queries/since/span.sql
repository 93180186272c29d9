-- The first and the last day on which any board was seen whole.
SELECT min(observed_on) AS first_day, max(observed_on) AS last_day
FROM core.board_day
WHERE board_status IN ('complete', 'empty')
