INSERT INTO raw.quarantine SELECT * FROM incoming_quarantine WHERE board_id = $board_id;
