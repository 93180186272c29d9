-- Absent from a complete answer: closed, as of the first complete answer without it.
UPDATE core.spell SET closed_at = COALESCE(missing_since_at, $observed_at)
WHERE board_id = $board_id AND closed_at IS NULL
    AND posting_id IN (SELECT posting_id FROM stage_absent WHERE board_id = $board_id);
