INSERT INTO core.sighting SELECT $observed_on, board_id, posting_id FROM stage_seen WHERE board_id = $board_id;
