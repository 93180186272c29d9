-- New postings and changed ones: the current row, a version where title, text or pay changed, the places.
INSERT INTO core.posting_version
SELECT posting_id, version_number, $observed_at, title, pay_text, pay_min, pay_max, pay_currency, pay_period,
    pay_min_annual, pay_max_annual, text_hash
FROM stage_posting WHERE board_id = $board_id AND version_number IS DISTINCT FROM known_version;
DELETE FROM core.posting
WHERE board_id = $board_id
    AND posting_id IN (SELECT posting_id FROM stage_posting WHERE board_id = $board_id AND known_version IS NOT NULL);
DELETE FROM core.posting_place
WHERE posting_id IN (SELECT posting_id FROM stage_posting WHERE board_id = $board_id AND known_version IS NOT NULL);
INSERT INTO core.posting SELECT * EXCLUDE (known_version) FROM stage_posting WHERE board_id = $board_id;
INSERT INTO core.posting_place SELECT * EXCLUDE (board_id) FROM stage_place WHERE board_id = $board_id;
