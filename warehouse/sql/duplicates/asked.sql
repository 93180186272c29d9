-- The postings that may be others than when they were last matched: what a load marked, what is new, what is gone. Each
-- posting that was matched has a vacancy: where their numbers tell that only marked postings are new and none is gone, no
-- others are looked for.
CREATE OR REPLACE TEMP TABLE stage_marked AS
SELECT p.posting_id, v.posting_id IS NOT NULL AS is_known
FROM (FROM core.posting SEMI JOIN ops.rematch USING (posting_id)) p
LEFT JOIN (FROM core.vacancy SEMI JOIN ops.rematch USING (posting_id)) v ON v.posting_id = p.posting_id;

CREATE OR REPLACE TEMP TABLE stage_extent AS
SELECT (SELECT count(*) FROM core.posting)
    = (SELECT count(*) FROM core.vacancy) + (SELECT count(*) FROM stage_marked WHERE NOT is_known) AS is_all_marked;

CREATE OR REPLACE TEMP TABLE stage_waiting AS
SELECT *, 0 AS slice_number FROM stage_marked WHERE (SELECT is_all_marked FROM stage_extent)
UNION ALL
SELECT COALESCE(p.posting_id, v.posting_id) AS posting_id, v.posting_id IS NOT NULL AS is_known, 0 AS slice_number
FROM (FROM core.posting WHERE NOT (SELECT is_all_marked FROM stage_extent)) p
FULL JOIN (FROM core.vacancy WHERE NOT (SELECT is_all_marked FROM stage_extent)) v ON v.posting_id = p.posting_id
WHERE p.posting_id IS NULL OR v.posting_id IS NULL OR p.posting_id IN (SELECT posting_id FROM ops.rematch);

-- Their texts that have no signature of this version; those of all postings where some have one of another version. Small
-- tables first: what is looked for among all signatures is then known.
CREATE OR REPLACE TEMP TABLE stage_text AS
SELECT DISTINCT text_hash
FROM core.posting
SEMI JOIN stage_waiting USING (posting_id)
WHERE text_hash IS NOT NULL;
INSERT INTO stage_text
SELECT DISTINCT text_hash
FROM core.posting
WHERE text_hash IS NOT NULL AND EXISTS (FROM core.text_signature ANTI JOIN stage_rule USING (signature_version));

-- They are numbered as they lie in their table: what is read of it at once is then one stretch.
CREATE OR REPLACE TEMP TABLE stage_unsigned AS
SELECT t.row_number, row_number() OVER (ORDER BY t.row_number) AS number
FROM (SELECT rowid AS row_number, text_hash FROM core.posting_text SEMI JOIN stage_text USING (text_hash)) t
ANTI JOIN (
    FROM core.text_signature SEMI JOIN stage_text USING (text_hash) SEMI JOIN stage_rule USING (signature_version)
) s ON s.text_hash = t.text_hash;
