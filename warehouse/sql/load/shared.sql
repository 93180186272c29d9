-- What may stand before a board's own transaction without anything being half true: its description, the answers that
-- came and their unreadable records (a repetition replaces them), and texts, which are named by their content.
DELETE FROM core.board WHERE board_id IN (
    SELECT board_id FROM (
        SELECT board_id, platform, board_key, employer, employer_country, industry
        FROM stage_observation SEMI JOIN stage_load USING (board_id)
        EXCEPT SELECT * FROM core.board
    )
);
INSERT INTO core.board
SELECT board_id, platform, board_key, employer, employer_country, industry
FROM stage_observation o
SEMI JOIN stage_load USING (board_id)
ANTI JOIN core.board known ON known.board_id = o.board_id;
INSERT INTO core.posting_text
SELECT DISTINCT t.text_hash, t.description_text
FROM incoming_texts t
JOIN incoming_postings p ON p.text_hash = t.text_hash
SEMI JOIN stage_load l ON l.board_id = p.board_id
ANTI JOIN core.posting_text known ON known.text_hash = t.text_hash;
DELETE FROM raw.response r USING stage_load l WHERE l.board_id = r.board_id AND l.observed_on = r.observed_on;
INSERT INTO raw.response SELECT r.* FROM incoming_responses r SEMI JOIN stage_load l ON l.board_id = r.board_id;
DELETE FROM raw.quarantine q USING stage_load l WHERE l.board_id = q.board_id AND l.observed_on = q.observed_on;
INSERT INTO raw.quarantine SELECT q.* FROM incoming_quarantine q SEMI JOIN stage_load l ON l.board_id = q.board_id;
