-- Which boards did not answer in full when last asked, why, and how many openings do we still count there?
SELECT employer, board_id, board_status, status_reason, last_complete_at, failed_count, active_postings
FROM mart.source_health
WHERE board_status NOT IN ('complete', 'empty')
ORDER BY active_postings DESC, board_id
