-- The postings that matches speak of, the one that names a vacancy first: no agency's, then the earliest.
SELECT i.posting_id, CAST(i.is_agency AS BIGINT) * 1000000000000000000 + epoch_us(i.first_seen_at) AS rank
FROM stage_input i
SEMI JOIN (
    SELECT posting_id FROM stage_match UNION SELECT other_id FROM stage_match
) m ON m.posting_id = i.posting_id;
