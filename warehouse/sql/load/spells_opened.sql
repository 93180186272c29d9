-- Seen and not open: a new posting, or one that came back.
INSERT INTO core.spell
SELECT posting_id, board_id, spell_number + 1, spell_number = 0 AND $is_first_fetch, $observed_at, $observed_at, NULL, NULL
FROM stage_seen WHERE board_id = $board_id AND NOT is_open;
