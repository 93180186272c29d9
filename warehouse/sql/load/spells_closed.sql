-- Absent from a complete answer and believed: closed, as of the first complete answer without it.
UPDATE core.spell SET closed_at = COALESCE(missing_since_at, a.observed_at)
FROM (
    SELECT a.posting_id, l.observed_at FROM stage_absent a JOIN stage_load l ON l.board_id = a.board_id
    WHERE CASE WHEN a.is_missing THEN l.is_confirmed ELSE NOT l.is_held END AND a.board_id IN (SELECT unnest($board_ids))
) a
WHERE core.spell.posting_id = a.posting_id AND closed_at IS NULL;
