-- The postings that matches speak of, the one that names a vacancy first: no agency's, then the earliest. The opening
-- is the board's own number; two of one board are two vacancies.
SELECT
    i.posting_id,
    CAST(i.is_agency AS BIGINT) * 1000000000000000000 + epoch_us(i.first_seen_at) AS rank,
    i.board_id,
    COALESCE(i.source_group_id, i.requisition) AS opening
FROM stage_input i
SEMI JOIN (
    SELECT posting_id FROM stage_match UNION SELECT other_id FROM stage_match
) m ON m.posting_id = i.posting_id;
