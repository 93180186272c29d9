-- Absent, but so many at once that the next complete answer must confirm it.
UPDATE core.spell SET missing_since_at = a.observed_at
FROM (
    SELECT a.posting_id, l.observed_at FROM stage_absent a JOIN stage_load l ON l.board_id = a.board_id
    WHERE NOT a.is_missing AND l.is_held AND a.board_id IN (SELECT unnest($board_ids))
) a
WHERE core.spell.posting_id = a.posting_id AND closed_at IS NULL;
