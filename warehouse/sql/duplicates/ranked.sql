-- The postings that matches speak of, the one that names a vacancy first: no agency's, then the earliest. The opening
-- is the board's own number; two of one board are two vacancies.
SELECT
    k.posting_id,
    CAST(k.is_agency AS BIGINT) * 1000000000000000000 + epoch_us(k.first_seen_at) AS rank,
    k.board_id,
    COALESCE(k.source_group_id, k.requisition_code) AS opening
FROM (
    SELECT k.* FROM core.posting_key k ANTI JOIN (FROM stage_changed WHERE is_other) c ON c.row_number = k.rowid
    UNION ALL BY NAME
    SELECT * EXCLUDE (row_number) FROM stage_new
) k
SEMI JOIN (
    SELECT posting_id FROM stage_match UNION SELECT other_id FROM stage_match
) m ON m.posting_id = k.posting_id;
