-- An earlier, incomplete answer of the day has shown some of them already.
INSERT INTO core.sighting
SELECT $observed_on, s.board_id, s.posting_id FROM stage_seen s
ANTI JOIN (FROM core.sighting WHERE observed_on = $observed_on AND board_id = $board_id) known
    ON known.posting_id = s.posting_id
WHERE s.board_id = $board_id;
