SELECT match_kind, count(*)
FROM core.posting_match
WHERE posting_id IN (SELECT posting_id FROM stage_waiting) OR other_id IN (SELECT posting_id FROM stage_waiting)
GROUP BY match_kind;
