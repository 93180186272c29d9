-- The postings that may be others than when they were last matched: what a load marked, what is new, what is gone. Each
-- posting that was matched has a key: where their numbers tell that only marked postings are new and none is gone, no
-- others are looked for.
CREATE OR REPLACE TEMP TABLE stage_marked AS
WITH mark AS MATERIALIZED (SELECT posting_id, bool_and(are_values_same) AS are_values_same FROM ops.rematch GROUP BY posting_id),
marked AS MATERIALIZED (
    SELECT posting_id, over_on, text_hash
    FROM core.posting SEMI JOIN (FROM core.posting_row('mark')) AS place ON place.row_number = core.posting.rowid
)
SELECT
    p.posting_id,
    p.over_on,
    k.posting_id IS NOT NULL AS is_known,
    m.are_values_same AND k.posting_id IS NOT NULL AS are_values_same,
    p.text_hash,
    k.text_hash AS known_text_hash
FROM mark m
JOIN marked p ON p.posting_id = m.posting_id
LEFT JOIN (FROM core.posting_key SEMI JOIN marked USING (posting_id, over_on)) k ON k.posting_id = m.posting_id;

CREATE OR REPLACE TEMP TABLE stage_extent AS
SELECT (SELECT count(*) FROM core.posting)
    = (SELECT count(*) FROM core.posting_key) + (SELECT count(*) FROM stage_marked WHERE NOT is_known) AS is_all_marked;

CREATE OR REPLACE TEMP TABLE stage_waiting AS
SELECT *, 0 AS slice_number FROM stage_marked WHERE (SELECT is_all_marked FROM stage_extent)
UNION ALL
SELECT
    COALESCE(p.posting_id, k.posting_id) AS posting_id,
    COALESCE(p.over_on, k.over_on) AS over_on,
    k.posting_id IS NOT NULL AS is_known,
    false AS are_values_same,
    p.text_hash,
    k.text_hash AS known_text_hash,
    0 AS slice_number
FROM (FROM core.posting WHERE NOT (SELECT is_all_marked FROM stage_extent)) p
FULL JOIN (FROM core.posting_key WHERE NOT (SELECT is_all_marked FROM stage_extent)) k ON k.posting_id = p.posting_id
WHERE p.posting_id IS NULL OR k.posting_id IS NULL OR p.posting_id IN (SELECT posting_id FROM ops.rematch);

-- Their texts that are new to them want a signature. They are numbered as they lie in their table: what is read of it at
-- once is then one stretch.
CREATE TEMP TABLE IF NOT EXISTS stage_signature (text_hash VARCHAR, band_hashes UINTEGER[]);
CREATE OR REPLACE TEMP TABLE stage_unsigned AS
SELECT t.rowid AS row_number, row_number() OVER (ORDER BY t.rowid) AS number
FROM core.posting_text t
SEMI JOIN (SELECT text_hash FROM stage_waiting WHERE text_hash IS DISTINCT FROM known_text_hash) w ON w.text_hash = t.text_hash
ANTI JOIN stage_signature s ON s.text_hash = t.text_hash;
