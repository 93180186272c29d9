-- New postings and changed ones: a version where title, text or pay changed, the current row, the places.
INSERT INTO core.posting_version
SELECT p.posting_id, p.version_number, l.observed_at, p.title, p.pay_text, p.pay_min, p.pay_max, p.pay_currency,
    p.pay_period, p.pay_min_annual, p.pay_max_annual, p.text_hash
FROM stage_posting p JOIN stage_load l ON l.board_id = p.board_id
WHERE p.version_number IS DISTINCT FROM p.known_version AND p.board_id IN (SELECT unnest($board_ids));
INSERT INTO core.posting SELECT * EXCLUDE (known_version) FROM stage_posting WHERE board_id IN (SELECT unnest($board_ids));
INSERT INTO core.posting_place SELECT * EXCLUDE (board_id) FROM stage_place WHERE board_id IN (SELECT unnest($board_ids));
