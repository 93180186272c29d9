-- The rows that the changed postings take the place of.
DELETE FROM core.posting
WHERE posting_id IN (SELECT posting_id FROM stage_posting WHERE known_version IS NOT NULL AND board_id IN (SELECT unnest($board_ids)));
DELETE FROM core.posting_place
WHERE posting_id IN (SELECT posting_id FROM stage_posting WHERE known_version IS NOT NULL AND board_id IN (SELECT unnest($board_ids)));
