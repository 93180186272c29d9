-- Open and seen again: a closing that was held back is off.
UPDATE core.spell SET last_seen_at = s.observed_at, missing_since_at = NULL
FROM (
    SELECT s.posting_id, l.observed_at FROM stage_seen s JOIN stage_load l ON l.board_id = s.board_id
    WHERE s.is_open AND s.board_id IN (SELECT unnest($board_ids))
) s
WHERE core.spell.posting_id = s.posting_id AND closed_at IS NULL;
