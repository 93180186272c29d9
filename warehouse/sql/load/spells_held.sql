-- Absent, but so many at once that the next complete answer must confirm it.
UPDATE core.spell SET missing_since_at = COALESCE(missing_since_at, $observed_at)
WHERE board_id = $board_id AND closed_at IS NULL
    AND posting_id IN (SELECT posting_id FROM stage_absent WHERE board_id = $board_id);
