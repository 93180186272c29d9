-- The postings that may be others than when they were last matched: what a load marked, what is new, what is gone; all of
-- them where the rules are others.
CREATE OR REPLACE TEMP TABLE stage_asked AS
SELECT COALESCE(p.posting_id, v.posting_id) AS posting_id, v.posting_id IS NOT NULL AS is_known
FROM core.posting p FULL JOIN core.vacancy v ON v.posting_id = p.posting_id
WHERE p.posting_id IS NULL OR v.posting_id IS NULL
    OR p.posting_id IN (SELECT posting_id FROM ops.rematch)
    OR NOT EXISTS (FROM ops.matched SEMI JOIN stage_rule USING (match_version));
