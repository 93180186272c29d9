-- Which postings must be matched anew, and the pairs among all postings that are worth judging for them.
-- A block is a set of postings that share something exact; within it only neighbours are paired, so that a title
-- advertised a hundred times makes hundreds of pairs and not ten thousand.

CREATE OR REPLACE TEMP TABLE stage_changed AS
SELECT posting_id, hash(posting_id) AS posting_hash
FROM (
    SELECT posting_id FROM stage_input WHERE matched_hash IS DISTINCT FROM known_hash
    UNION ALL
    SELECT a.posting_id FROM stage_asked a ANTI JOIN stage_input i ON i.posting_id = a.posting_id WHERE a.is_known
);

CREATE OR REPLACE TEMP MACRO words_of(value) AS
    string_split(trim(regexp_replace(lower(strip_accents(value)), '[^\p{L}\p{N}+#]+', ' ', 'g')), ' ');

-- What is in another script repeats the Latin words beside it.
CREATE OR REPLACE TEMP MACRO latin_of(title) AS
    CASE WHEN regexp_matches(title, '[A-Za-z]{4}')
        THEN regexp_replace(title, '[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー]+', ' ', 'g') ELSE title END;

-- The words of a title, sorted, without those that change nothing.
CREATE OR REPLACE TEMP MACRO written_words_of(title) AS
    list_sort(list_distinct(list_filter(
        words_of(latin_of(title)),
        lambda w: w NOT IN ('', 'and', 'of', 'the', 'for', 'in', 'to', 'a', 'remote', 'hybrid', 'onsite', 'site', 'on',
            'based', 'relocation', 'f', 'm', 'd', 'w', 'h', 'x')
    )));

-- The words that matter, without those of place.
CREATE OR REPLACE TEMP MACRO title_words_of(title, place_words) AS
    array_to_string(list_filter(written_words_of(title), lambda w: NOT list_contains(place_words, w)), ' ');

-- Some employers' names end in words that others leave out.
CREATE OR REPLACE TEMP MACRO brand_of(employer_key) AS
    regexp_replace(employer_key, '(.)( (bank|technology|technologies|software|labs|systems|solutions|services'
        || '|international|global|uk|us|usa|ai|hq))$', '\1');

CREATE OR REPLACE TEMP MACRO address_of(url) AS
    CASE WHEN regexp_matches(url, '[0-9]{5}|[0-9a-f]{8}-') THEN
        regexp_replace(regexp_replace(regexp_replace(lower(url), '^https?://(www\.)?|#.*$', '', 'g'),
            '([?&])(utm_[a-z]+|gh_src|lever-source|source|src|ref|referrer|trk)=[^&]*', '\1', 'g'), '[/?&]+$', '')
    END;

-- What some postings (a table of their ids) are paired by. A town that no gazetteer knows is named by its words: its region
-- is not where it is.
CREATE OR REPLACE TEMP MACRO worded(asked) AS TABLE
WITH located AS (
    SELECT
        i.posting_id,
        list_sort(list_distinct(list_filter(
            list(CASE WHEN p.city IS NOT NULL THEN lower(p.city || '|' || COALESCE(p.country_code, ''))
                ELSE lower(trim(COALESCE(p.location_text, p.region, p.country_code, i.location_text))) END),
            lambda x: x <> ''
        ))) AS place_keys,
        words_of(COALESCE(
            string_agg(concat_ws(' ', p.location_text, p.city, p.region), ' '), first(i.location_text), ''
        )) AS place_words
    FROM stage_input i
    SEMI JOIN query_table(asked) c ON c.posting_id = i.posting_id
    LEFT JOIN (FROM core.posting_place SEMI JOIN query_table(asked) USING (posting_id)) p ON p.posting_id = i.posting_id
    GROUP BY i.posting_id
)
SELECT
    i.posting_id,
    i.board_id,
    i.requisition,
    i.source_group_id,
    i.text_hash,
    p.place_keys,
    p.place_words,
    brand_of(i.employer_key) AS brand,
    title_words_of(i.title_clean, list_concat(p.place_words, every.place_words)) AS title_words,
    written_words_of(i.title) AS written_words,
    address_of(i.url) AS address
FROM located p
JOIN stage_input i ON i.posting_id = p.posting_id
CROSS JOIN (SELECT list(word) AS place_words FROM stage_place_word) every;

CREATE OR REPLACE TEMP TABLE stage_key AS
SELECT *, hash(posting_id) AS posting_hash FROM worded('stage_changed');

-- Blocks know their postings by the hash of their ids: names of millions of rows are slow to look through.
CREATE OR REPLACE TEMP TABLE stage_new_block AS
SELECT posting_hash, 'title' AS block_kind, hash(brand, title_words, unnest(place_keys)) AS block_hash
FROM stage_key WHERE title_words <> ''
UNION ALL
SELECT posting_hash, 'text', hash(brand, title_words, text_hash)
FROM stage_key WHERE text_hash IS NOT NULL
UNION ALL
SELECT posting_hash, 'role', hash(brand, title_words) FROM stage_key WHERE text_hash IS NOT NULL
UNION ALL
SELECT posting_hash, 'opening', hash(brand, requisition)
FROM stage_key WHERE requisition <> ''
UNION ALL
SELECT posting_hash, 'opening', hash(board_id, source_group_id)
FROM stage_key WHERE source_group_id <> ''
UNION ALL
SELECT posting_hash, 'url', hash(address) FROM stage_key WHERE address IS NOT NULL;

CREATE OR REPLACE TEMP TABLE stage_old_block AS
SELECT *, rowid AS row_number FROM core.posting_block SEMI JOIN stage_changed USING (posting_hash);

-- Blocks that stand, beside those of what has changed.
CREATE OR REPLACE TEMP MACRO blocks_of(asked) AS TABLE
SELECT b.* FROM stage_new_block b SEMI JOIN query_table(asked) a ON a.posting_hash = b.posting_hash
UNION ALL
SELECT b.* FROM core.posting_block b
SEMI JOIN query_table(asked) a ON a.posting_hash = b.posting_hash
ANTI JOIN stage_changed c ON c.posting_hash = b.posting_hash;

CREATE OR REPLACE TEMP MACRO members_of(shared) AS TABLE
SELECT b.* FROM stage_new_block b
SEMI JOIN query_table(shared) t ON t.block_hash = b.block_hash AND t.block_kind = b.block_kind
UNION ALL
SELECT b.* FROM core.posting_block b
SEMI JOIN query_table(shared) t ON t.block_hash = b.block_hash AND t.block_kind = b.block_kind
ANTI JOIN stage_changed c ON c.posting_hash = b.posting_hash;

-- Seats depend on all postings of a title and place, and how texts are paired on how many share a title: whoever shares
-- these with a changed posting is matched anew. So is whoever shares any block with those: neighbours may be others now.
CREATE OR REPLACE TEMP TABLE stage_touched AS
SELECT DISTINCT block_kind, block_hash FROM (FROM stage_new_block UNION ALL SELECT * EXCLUDE (row_number) FROM stage_old_block);
CREATE OR REPLACE TEMP TABLE stage_beside AS SELECT * FROM members_of('stage_touched');
CREATE OR REPLACE TEMP TABLE stage_seated_hash AS
SELECT posting_hash FROM stage_changed
UNION
SELECT posting_hash FROM stage_beside WHERE block_kind IN ('title', 'role');
CREATE OR REPLACE TEMP TABLE stage_shared AS
SELECT DISTINCT block_kind, block_hash FROM blocks_of('stage_seated_hash') WHERE block_kind <> 'role';
CREATE OR REPLACE TEMP TABLE stage_dirty_hash AS
SELECT posting_hash FROM stage_seated_hash
UNION
SELECT posting_hash FROM stage_beside
UNION
SELECT posting_hash FROM members_of('stage_shared');

-- Every block of these, with all its postings.
CREATE OR REPLACE TEMP TABLE stage_met_block AS SELECT DISTINCT block_kind, block_hash FROM blocks_of('stage_dirty_hash');
CREATE OR REPLACE TEMP TABLE stage_block_hash AS SELECT * FROM members_of('stage_met_block');

-- From here on postings are told by their names again, which are looked up once.
CREATE OR REPLACE TEMP TABLE stage_name AS
SELECT posting_id, posting_hash FROM stage_changed
UNION
SELECT p.posting_id, hash(p.posting_id)
FROM core.posting p
SEMI JOIN (SELECT posting_hash FROM stage_block_hash UNION SELECT posting_hash FROM stage_dirty_hash) m
    ON m.posting_hash = hash(p.posting_id);
CREATE OR REPLACE TEMP TABLE stage_seated AS
SELECT posting_id FROM stage_name SEMI JOIN stage_seated_hash USING (posting_hash);
CREATE OR REPLACE TEMP TABLE stage_dirty AS SELECT posting_id FROM stage_name SEMI JOIN stage_dirty_hash USING (posting_hash);
CREATE OR REPLACE TEMP TABLE stage_block AS
SELECT n.posting_id, b.block_kind, b.block_hash FROM stage_block_hash b JOIN stage_name n ON n.posting_hash = b.posting_hash;
