-- The postings that matches speak of, the one that names a vacancy first: no agency's, then the earliest. The opening
-- is the board's own number; two of one board are two vacancies.
SELECT
    k.posting_id,
    CAST(k.is_agency AS BIGINT) * 1000000000000000000 + epoch_us(k.first_seen_at) AS rank,
    k.board_id,
    COALESCE(k.source_group_id, k.requisition_code) AS opening,
    k.first_seen_at,
    k.gone_at
FROM (
    SELECT k.* REPLACE (COALESCE(c.gone_at, k.gone_at) AS gone_at)
    FROM core.posting_key k
    LEFT JOIN stage_changed c ON c.row_number = k.rowid
    WHERE NOT COALESCE(c.is_other, false)
    UNION ALL BY NAME
    SELECT * EXCLUDE (row_number) FROM stage_new
) k
SEMI JOIN (
    SELECT posting_id FROM stage_match UNION SELECT other_id FROM stage_match
) m ON m.posting_id = k.posting_id;
