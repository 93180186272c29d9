INSERT INTO core.posting_text
SELECT text_hash, description_text FROM stage_text
WHERE board_id = $board_id AND text_hash NOT IN (SELECT text_hash FROM core.posting_text);
