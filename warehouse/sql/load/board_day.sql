INSERT INTO core.board_day VALUES (
    $board_id, $observed_on, $observed_at, $board_status, $status_reason, $is_held, $seen, $quarantined,
    $earlier_new + $new, $earlier_reopened + $reopened, $closed, $run_id
);
