-- Which postings must be matched anew. One is matched with those that opened before it and were online when it opened, or
-- not long before: what of these it is paired with, and its seat among them, is the same whatever comes later.
CREATE OR REPLACE TEMP TABLE stage_changed AS
WITH now AS (
    SELECT posting_id, first_seen_at, gone_at, matched_hash FROM stage_key
    UNION ALL
    SELECT a.posting_id, k.first_seen_at, l.gone_at, k.matched_hash
    FROM stage_asked a JOIN stage_life l ON l.posting_id = a.posting_id JOIN stage_known k ON k.posting_id = a.posting_id
    WHERE a.are_values_same
)
SELECT
    COALESCE(n.posting_id, o.posting_id) AS posting_id,
    n.posting_id IS NULL AS is_gone,
    n.matched_hash IS DISTINCT FROM o.matched_hash AS is_other,
    -- Who opened while it was there, or soon after, may have met it. Where it only closed, or at another time than was
    -- known, all that opened before is as it was.
    CASE WHEN n.matched_hash = o.matched_hash THEN least(n.gone_at, o.gone_at) + INTERVAL 1 MICROSECOND
        ELSE least(n.first_seen_at, o.first_seen_at) END AS from_at,
    greatest(n.gone_at, o.gone_at) + to_days(r.reach_days) AS until_at,
    n.gone_at,
    o.row_number
FROM now n
FULL JOIN stage_known o ON o.posting_id = n.posting_id
CROSS JOIN stage_rule r
WHERE (n.matched_hash, n.gone_at) IS DISTINCT FROM (o.matched_hash, o.gone_at);

CREATE OR REPLACE TEMP TABLE stage_new AS
SELECT -row_number() OVER () AS row_number, k.* EXCLUDE (over_on), CAST(NULL AS SMALLINT) AS seat_number, k.over_on
FROM stage_key k SEMI JOIN (FROM stage_changed WHERE is_other) c ON c.posting_id = k.posting_id;

-- All that these may meet, what closed before is out of reach; and what opened late enough to have met them, with its
-- blocks. Rows are told by their numbers until few are left.
SET VARIABLE from_at = (SELECT min(from_at) FROM stage_changed);
SET VARIABLE since = (SELECT getvariable('from_at') - to_days(reach_days) FROM stage_rule);
CREATE OR REPLACE TEMP VIEW stage_reach AS
SELECT k.rowid AS row_number, k.* REPLACE (COALESCE(c.gone_at, k.gone_at) AS gone_at)
FROM core.posting_key k LEFT JOIN stage_changed c ON c.row_number = k.rowid
WHERE k.gone_at >= getvariable('since') AND NOT COALESCE(c.is_other, false)
UNION ALL BY NAME
FROM stage_new;
CREATE OR REPLACE TEMP TABLE stage_late AS
SELECT row_number, posting_id, first_seen_at, gone_at, blocks, band_hashes
FROM stage_reach WHERE first_seen_at >= getvariable('from_at');
CREATE OR REPLACE TEMP TABLE stage_late_block AS
SELECT row_number, first_seen_at, gone_at, unnest(blocks, recursive := true) FROM stage_late;
CREATE OR REPLACE TEMP TABLE stage_before AS
SELECT k.blocks, k.band_hashes, c.from_at, c.until_at
FROM core.posting_key k
JOIN (FROM stage_changed WHERE from_at <= (SELECT max(first_seen_at) FROM stage_late WHERE row_number >= 0)) c
    ON c.row_number = k.rowid;

-- Whoever shares a block or a band with what has changed, and opened in time, may be paired with another now.
CREATE OR REPLACE TEMP TABLE stage_touched AS
WITH changed AS (
    SELECT n.blocks, n.band_hashes, c.from_at, c.until_at FROM stage_new n JOIN stage_changed c USING (posting_id)
    UNION ALL
    FROM stage_before
),
block AS (
    SELECT block_hash, min(from_at) AS from_at, max(until_at) AS until_at
    FROM (SELECT from_at, until_at, unnest(blocks, recursive := true) FROM changed)
    GROUP BY block_hash
),
band AS (
    SELECT band_hash, min(from_at) AS from_at, max(until_at) AS until_at
    FROM (SELECT from_at, until_at, unnest(band_hashes) AS band_hash FROM changed)
    GROUP BY band_hash
)
SELECT row_number, bool_or(is_seated) AS is_seated
FROM (
    SELECT l.row_number, l.block_kind = 'title' AS is_seated
    FROM stage_late_block l JOIN block b ON b.block_hash = l.block_hash AND l.first_seen_at BETWEEN b.from_at AND b.until_at
    UNION ALL
    SELECT l.row_number, false
    FROM (SELECT row_number, first_seen_at, unnest(band_hashes) AS band_hash FROM stage_late) l
    JOIN band b ON b.band_hash = l.band_hash AND l.first_seen_at BETWEEN b.from_at AND b.until_at
    UNION ALL
    SELECT l.row_number, false
    FROM core.posting_match m
    JOIN stage_changed c ON c.posting_id = m.other_id AND c.is_other
    JOIN stage_late l ON l.posting_id = m.posting_id
    UNION ALL
    SELECT row_number, true FROM stage_new
)
GROUP BY row_number;

-- So may those whose blocks it shares: its seat may be another.
CREATE OR REPLACE TEMP TABLE stage_dirty_row AS
WITH seated AS (
    SELECT block_hash, min(first_seen_at) AS from_at, max(gone_at) AS until_at
    FROM stage_late_block SEMI JOIN (FROM stage_touched WHERE is_seated) USING (row_number)
    WHERE block_kind <> 'role'
    GROUP BY block_hash
)
SELECT row_number FROM stage_touched
UNION
SELECT l.row_number
FROM stage_late_block l
JOIN seated s ON s.block_hash = l.block_hash
CROSS JOIN stage_rule r
WHERE l.first_seen_at BETWEEN s.from_at AND s.until_at + to_days(r.reach_days);

-- These, and all that they share a block or a band with.
CREATE OR REPLACE TEMP TABLE stage_met_block AS
SELECT DISTINCT block_hash FROM stage_late_block SEMI JOIN stage_dirty_row USING (row_number);
CREATE OR REPLACE TEMP TABLE stage_met_band AS
SELECT DISTINCT unnest(band_hashes) AS band_hash FROM stage_late SEMI JOIN stage_dirty_row USING (row_number);
CREATE OR REPLACE TEMP TABLE stage_near_row AS
SELECT row_number FROM stage_dirty_row
UNION
SELECT row_number
FROM (SELECT row_number, unnest(blocks, recursive := true) FROM stage_reach) SEMI JOIN stage_met_block USING (block_hash)
UNION
SELECT row_number
FROM (SELECT row_number, unnest(band_hashes) AS band_hash FROM stage_reach) SEMI JOIN stage_met_band USING (band_hash);

CREATE OR REPLACE TEMP TABLE stage_near AS
SELECT r.*, d.row_number IS NOT NULL AS is_dirty, COALESCE(t.is_seated, false) AS is_seated
FROM (
    SELECT k.rowid AS row_number, k.* REPLACE (COALESCE(c.gone_at, k.gone_at) AS gone_at)
    FROM core.posting_key k
    SEMI JOIN (FROM stage_near_row WHERE row_number >= 0) n ON n.row_number = k.rowid
    LEFT JOIN stage_changed c ON c.row_number = k.rowid
    UNION ALL BY NAME
    FROM stage_new SEMI JOIN stage_near_row USING (row_number)
) r
LEFT JOIN stage_dirty_row d ON d.row_number = r.row_number
LEFT JOIN stage_touched t ON t.row_number = r.row_number;
CREATE OR REPLACE TEMP TABLE stage_block AS
FROM (SELECT posting_id, is_dirty, unnest(blocks, recursive := true) FROM stage_near) SEMI JOIN stage_met_block USING (block_hash);

-- Seats are counted among postings of the very same places; a posting of several sits where fewest sat before it.
CREATE OR REPLACE TEMP TABLE stage_seat AS
WITH place AS (
    SELECT
        hash(b.block_hash, n.board_id, n.text_hash, n.places_hash) AS like_hash,
        n.posting_id,
        n.first_seen_at,
        n.gone_at,
        n.is_seated
    FROM stage_block b JOIN stage_near n ON n.posting_id = b.posting_id
    WHERE b.block_kind = 'title'
),
taken AS (
    SELECT late.posting_id, late.like_hash, count(early.posting_id) AS n
    FROM (FROM place WHERE is_seated) late
    LEFT JOIN place early ON early.like_hash = late.like_hash
        AND (early.first_seen_at, early.posting_id) < (late.first_seen_at, late.posting_id)
        AND early.gone_at >= late.first_seen_at
    GROUP BY late.posting_id, late.like_hash
)
SELECT n.posting_id, CAST(least(1 + COALESCE(min(t.n), 0), 32767) AS SMALLINT) AS seat_number, first(n.seat_number) AS known_seat
FROM stage_near n LEFT JOIN taken t ON t.posting_id = n.posting_id
WHERE n.is_seated
GROUP BY n.posting_id;
UPDATE stage_near SET seat_number = s.seat_number FROM stage_seat s WHERE s.posting_id = stage_near.posting_id;

CREATE OR REPLACE TEMP TABLE stage_dirty AS
SELECT posting_id FROM stage_near WHERE is_dirty
UNION ALL
SELECT posting_id FROM stage_changed WHERE is_gone;
