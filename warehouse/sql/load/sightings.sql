-- An earlier, incomplete answer of the day may have shown some of them already.
INSERT INTO core.sighting
SELECT $observed_on, s.board_id, s.posting_id FROM stage_seen s
ANTI JOIN core.sighting known
    ON known.posting_id = s.posting_id AND known.board_id = s.board_id AND known.observed_on = $observed_on
WHERE s.board_id = $board_id;
