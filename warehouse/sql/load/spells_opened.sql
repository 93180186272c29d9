-- Seen and not open: a new posting, or one that came back.
INSERT INTO core.spell
SELECT s.posting_id, s.board_id, s.spell_number + 1, s.spell_number = 0 AND l.is_first_fetch, l.observed_at,
    l.observed_at, NULL, NULL
FROM stage_seen s JOIN stage_load l ON l.board_id = s.board_id
WHERE NOT s.is_open AND s.board_id IN (SELECT unnest($board_ids));
