-- Titles that one employer advertises more than fifty times, each with a text: all their pairs would be too many.
CREATE OR REPLACE TEMP TABLE stage_crowd AS
WITH role AS (
    SELECT block_hash, 1 AS postings FROM core.posting_block WHERE block_kind = 'role'
    UNION ALL
    SELECT block_hash, -1 AS postings FROM stage_old_block WHERE block_kind = 'role'
    UNION ALL
    SELECT block_hash, 1 AS postings FROM stage_new_block WHERE block_kind = 'role'
)
SELECT 'role' AS block_kind, block_hash FROM role GROUP BY block_hash HAVING sum(postings) > 50;

-- Pairs whose texts share a band of their signatures, or are equal, and whose titles hold the same words or each other's.
-- Crowds meet others here, but neither themselves nor other crowds.
CREATE OR REPLACE TEMP TABLE stage_crowded_text AS
SELECT DISTINCT p.text_hash
FROM core.posting p SEMI JOIN members_of('stage_crowd') b ON b.posting_hash = hash(p.posting_id)
WHERE p.text_hash IS NOT NULL;

CREATE OR REPLACE TEMP TABLE stage_band AS
SELECT s.text_hash, unnest(s.band_hashes) AS band_hash, c.text_hash IS NOT NULL AS is_crowded
FROM core.text_signature s
SEMI JOIN (SELECT text_hash FROM core.posting SEMI JOIN stage_dirty USING (posting_id)) asked ON asked.text_hash = s.text_hash
LEFT JOIN stage_crowded_text c ON c.text_hash = s.text_hash;

-- Rows are told by their numbers until few are left.
CREATE OR REPLACE TEMP TABLE stage_hit AS
SELECT row_number, band_hash
FROM (SELECT rowid AS row_number, unnest(band_hashes) AS band_hash FROM core.text_signature) s
SEMI JOIN stage_band b ON b.band_hash = s.band_hash;

CREATE OR REPLACE TEMP TABLE stage_text_pair AS
WITH hit AS (
    SELECT s.text_hash, h.band_hash, c.text_hash IS NOT NULL AS is_crowded
    FROM stage_hit h
    JOIN core.text_signature s ON s.rowid = h.row_number
    LEFT JOIN stage_crowded_text c ON c.text_hash = s.text_hash
),
met AS (
    SELECT asked.text_hash, hit.text_hash AS other_text_hash, band_hash
    FROM (FROM stage_band WHERE NOT is_crowded) asked JOIN hit USING (band_hash)
    UNION ALL
    SELECT asked.text_hash, hit.text_hash, band_hash
    FROM (FROM stage_band WHERE is_crowded) asked
    JOIN (FROM hit WHERE NOT is_crowded) hit USING (band_hash)
)
SELECT text_hash, other_text_hash, count(DISTINCT band_hash) AS bands FROM met GROUP BY ALL;

-- All that is looked at from here on, and whatever was joined with any of it.
CREATE OR REPLACE TEMP TABLE stage_more AS
WITH RECURSIVE way AS MATERIALIZED (
    SELECT posting_id, other_id FROM core.posting_match WHERE match_kind IN ('same', 'places', 'repost')
    UNION ALL
    SELECT other_id, posting_id FROM core.posting_match WHERE match_kind IN ('same', 'places', 'repost')
),
looked_at AS (
    SELECT posting_id
    FROM (
        SELECT posting_id FROM stage_block
        UNION ALL
        SELECT posting_id FROM stage_dirty
        UNION ALL
        SELECT posting_id FROM core.posting p SEMI JOIN stage_text_pair t ON t.other_text_hash = p.text_hash
    )
    UNION
    SELECT way.other_id FROM looked_at JOIN way ON way.posting_id = looked_at.posting_id
)
SELECT posting_id FROM looked_at ANTI JOIN stage_input USING (posting_id);
-- What has no vacancy yet waits for its turn to be matched.
INSERT INTO stage_input SELECT *, known_hash FROM matched_by('stage_more') WHERE known_vacancy_id IS NOT NULL;
