-- Which boards did not answer in full when they were last asked? As in mart.source_health.
SELECT
    board.employer,
    board.board_id,
    latest.board_status AS status,
    latest.status_reason AS reason,
    answer.last_complete_at
FROM gauge_board AS answer
JOIN core.board ON board.board_id = answer.board_id
JOIN core.board_day AS latest ON latest.board_id = answer.board_id AND latest.observed_on = answer.last_on
WHERE answer.last_whole_on IS DISTINCT FROM answer.last_on AND latest.board_status NOT IN ('complete', 'empty')
ORDER BY board.employer, board.board_id
