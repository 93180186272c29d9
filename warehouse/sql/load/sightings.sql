-- On a day with an earlier, incomplete answer some of them have been seen already.
INSERT INTO core.sighting
SELECT l.observed_on, s.board_id, s.posting_id
FROM stage_seen s JOIN stage_load l ON l.board_id = s.board_id
WHERE NOT s.is_seen_today AND s.board_id IN (SELECT unnest($board_ids));
