-- New postings and changed ones: a version where title, text or pay changed, the current row, the places.
INSERT INTO core.posting_version
SELECT posting_id, version_number, $observed_at, title, pay_text, pay_min, pay_max, pay_currency, pay_period,
    pay_min_annual, pay_max_annual, text_hash
FROM stage_posting WHERE board_id = $board_id AND version_number IS DISTINCT FROM known_version;
INSERT INTO core.posting SELECT * EXCLUDE (known_version) FROM stage_posting WHERE board_id = $board_id;
INSERT INTO core.posting_place SELECT * EXCLUDE (board_id) FROM stage_place WHERE board_id = $board_id;
