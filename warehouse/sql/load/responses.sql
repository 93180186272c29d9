INSERT INTO raw.response SELECT * FROM incoming_responses WHERE board_id = $board_id;
