-- Open and seen again: a closing that was held back is off.
UPDATE core.spell SET last_seen_at = $observed_at, missing_since_at = NULL
WHERE board_id = $board_id AND closed_at IS NULL
    AND posting_id IN (SELECT posting_id FROM stage_seen WHERE board_id = $board_id AND is_open);
