-- Which boards did not answer in full when they were last asked?
SELECT employer, board_id, board_status AS status, status_reason AS reason, last_complete_at
FROM mart.source_health
WHERE board_status NOT IN ('complete', 'empty')
ORDER BY employer, board_id
