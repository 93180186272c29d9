-- What boards share or describe, for the boards that will be loaded: descriptions of boards, and texts, which are named by
-- their content. Both may stand before the board's own transaction without anything being half true.
DELETE FROM core.board WHERE board_id IN (
    SELECT board_id FROM (
        SELECT board_id, platform, board_key, employer, employer_country, industry FROM stage_observation
        WHERE NOT COALESCE(earlier_status IN ('complete', 'empty'), false)
        EXCEPT SELECT * FROM core.board
    )
);
INSERT INTO core.board
SELECT board_id, platform, board_key, employer, employer_country, industry
FROM stage_observation o
ANTI JOIN core.board known ON known.board_id = o.board_id
WHERE NOT COALESCE(earlier_status IN ('complete', 'empty'), false);
INSERT INTO core.posting_text
SELECT DISTINCT t.text_hash, t.description_text
FROM incoming_texts t
JOIN incoming_postings p ON p.text_hash = t.text_hash
JOIN stage_observation o ON o.board_id = p.board_id
ANTI JOIN core.posting_text known ON known.text_hash = t.text_hash
WHERE NOT COALESCE(o.earlier_status IN ('complete', 'empty'), false);
