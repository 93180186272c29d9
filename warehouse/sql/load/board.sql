-- The board as the list of boards describes it now.
DELETE FROM core.board WHERE board_id = $board_id;
INSERT INTO core.board SELECT * FROM stage_board WHERE board_id = $board_id;
