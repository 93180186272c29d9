-- The rows that the changed postings take the place of.
DELETE FROM core.posting
WHERE board_id = $board_id
    AND posting_id IN (SELECT posting_id FROM stage_posting WHERE board_id = $board_id AND known_version IS NOT NULL);
DELETE FROM core.posting_place
WHERE posting_id IN (SELECT posting_id FROM stage_posting WHERE board_id = $board_id AND known_version IS NOT NULL);
