-- Their texts are sorted by one band after another, so that those which share it are neighbours.
CREATE OR REPLACE TEMP TABLE stage_sorted AS
SELECT
    b.block_hash,
    i.posting_id,
    n.band_number,
    row_number() OVER (
        PARTITION BY b.block_hash, n.band_number ORDER BY s.band_hashes[n.band_number], i.text_hash, i.posting_id
    ) AS place_number
FROM stage_block b
SEMI JOIN stage_crowd c ON c.block_hash = b.block_hash
JOIN stage_input i ON i.posting_id = b.posting_id
JOIN core.text_signature s ON s.text_hash = i.text_hash
CROSS JOIN (SELECT unnest([1, 5, 9, 13, 17, 21, 25]) AS band_number) n
WHERE b.block_kind = 'role'
    AND b.block_hash IN (SELECT block_hash FROM stage_block SEMI JOIN stage_dirty USING (posting_id));

CREATE OR REPLACE TEMP TABLE stage_crowded AS
SELECT DISTINCT least(a.posting_id, b.posting_id) AS posting_id, greatest(a.posting_id, b.posting_id) AS other_id
FROM stage_sorted a
JOIN stage_sorted b ON b.block_hash = a.block_hash AND b.band_number = a.band_number
    AND b.place_number - a.place_number BETWEEN 1 AND 3;

-- Few that share a title are all compared: what they say of the work may be too little to be found by.
CREATE OR REPLACE TEMP TABLE stage_few AS
WITH few AS (
    SELECT b.block_hash, b.posting_id, d.posting_id IS NOT NULL AS is_dirty
    FROM stage_block b
    LEFT JOIN stage_dirty d ON d.posting_id = b.posting_id
    WHERE b.block_kind = 'role'
        AND b.block_hash IN (SELECT block_hash FROM stage_block SEMI JOIN stage_dirty USING (posting_id))
    QUALIFY count(*) OVER (PARTITION BY b.block_hash) BETWEEN 2 AND 20
)
SELECT DISTINCT a.posting_id, b.posting_id AS other_id
FROM few a JOIN few b ON b.block_hash = a.block_hash AND a.posting_id < b.posting_id
WHERE a.is_dirty OR b.is_dirty;

CREATE OR REPLACE TEMP TABLE stage_needed AS
SELECT posting_id FROM stage_input WHERE text_hash IN (SELECT other_text_hash FROM stage_text_pair)
UNION SELECT posting_id FROM stage_neighbour
UNION SELECT other_id FROM stage_neighbour
UNION SELECT posting_id FROM stage_successor
UNION SELECT other_id FROM stage_successor
UNION SELECT posting_id FROM stage_sorted
UNION SELECT posting_id FROM stage_few
UNION SELECT other_id FROM stage_few;

-- The words of what has changed are known already.
CREATE OR REPLACE TEMP TABLE stage_wordless AS FROM stage_needed ANTI JOIN stage_key USING (posting_id);
CREATE OR REPLACE TEMP TABLE stage_word AS
SELECT *, string_split(title_words, ' ') AS words, hash(brand, title_words) IN (SELECT block_hash FROM stage_crowd) AS is_crowded
FROM (
    SELECT * EXCLUDE (posting_hash) FROM stage_key SEMI JOIN stage_needed USING (posting_id)
    UNION ALL
    FROM worded('stage_wordless')
);

-- Two steps, since one would be planned as the product of all postings.
CREATE OR REPLACE TEMP TABLE stage_meeting AS
SELECT w.posting_id, t.other_text_hash, t.bands
FROM stage_text_pair t
JOIN stage_word w ON w.text_hash = t.text_hash
SEMI JOIN stage_dirty d ON d.posting_id = w.posting_id;

CREATE OR REPLACE TEMP TABLE stage_met AS
SELECT m.posting_id, w.posting_id AS other_id, m.bands
FROM stage_meeting m JOIN stage_word w ON w.text_hash = m.other_text_hash;

-- One text under other titles at one place: most of the bands of two such texts are the same. Of many, the likest are told.
CREATE OR REPLACE TEMP TABLE stage_retitled AS
SELECT m.posting_id, m.other_id
FROM (FROM stage_met WHERE bands >= 15) m
JOIN stage_word a ON a.posting_id = m.posting_id
JOIN stage_word b ON b.posting_id = m.other_id
WHERE m.posting_id <> m.other_id AND a.brand = b.brand AND a.title_words <> b.title_words
    AND list_has_any(a.place_keys, b.place_keys)
QUALIFY row_number() OVER (PARTITION BY m.posting_id ORDER BY m.bands DESC, m.other_id) <= 20;

CREATE OR REPLACE TEMP TABLE stage_pair AS
SELECT * FROM stage_neighbour
UNION
SELECT * FROM stage_successor
UNION
SELECT * FROM stage_few
UNION
SELECT c.* FROM stage_crowded c
WHERE c.posting_id IN (SELECT posting_id FROM stage_dirty) OR c.other_id IN (SELECT posting_id FROM stage_dirty)
UNION
SELECT least(posting_id, other_id), greatest(posting_id, other_id) FROM stage_retitled
UNION
SELECT least(a.posting_id, b.posting_id), greatest(a.posting_id, b.posting_id)
FROM stage_met m JOIN stage_word a ON a.posting_id = m.posting_id JOIN stage_word b ON b.posting_id = m.other_id
WHERE m.posting_id <> m.other_id
    AND (a.title_words = b.title_words OR list_has_all(a.words, b.words) OR list_has_all(b.words, a.words))
    AND NOT (a.brand = b.brand AND a.title_words = b.title_words AND (a.text_hash = b.text_hash OR a.is_crowded));

-- The texts that these are judged by, found in one look through all texts.
CREATE OR REPLACE TEMP TABLE stage_pair_text AS
WITH compared AS (
    SELECT a.text_hash, b.text_hash AS other_text_hash
    FROM stage_pair p
    JOIN stage_word a ON a.posting_id = p.posting_id
    JOIN stage_word b ON b.posting_id = p.other_id
    WHERE a.text_hash <> b.text_hash
)
SELECT text_hash, description_text
FROM core.posting_text
SEMI JOIN (SELECT text_hash FROM compared UNION SELECT other_text_hash FROM compared) c USING (text_hash);
