-- The boards of an imported census that are known already.
SELECT board_id FROM core.board WHERE platform = $platform ORDER BY board_id;
