INSERT INTO core.board_day
SELECT board_id, observed_on, observed_at, board_status, status_reason, is_held, seen, quarantined, earlier_new + new,
    earlier_reopened + reopened, closed, run_id
FROM stage_load WHERE board_id IN (SELECT unnest($board_ids));
