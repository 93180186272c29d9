-- Which postings must be matched anew, and the pairs among all postings that are worth judging for them.
-- A block is a set of postings that share something exact; within it only neighbours are paired, so that a title
-- advertised a hundred times makes hundreds of pairs and not ten thousand.

CREATE OR REPLACE TEMP TABLE stage_changed AS
SELECT COALESCE(i.posting_id, v.posting_id) AS posting_id
FROM stage_input i FULL JOIN core.vacancy v ON v.posting_id = i.posting_id
WHERE i.matched_hash IS DISTINCT FROM v.matched_hash;

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
    LEFT JOIN core.posting_place p ON p.posting_id = i.posting_id
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

CREATE OR REPLACE TEMP TABLE stage_key AS SELECT * EXCLUDE (place_words, written_words) FROM worded('stage_changed');

CREATE OR REPLACE TEMP TABLE stage_new_block AS
SELECT posting_id, 'title' AS block_kind, hash(brand, title_words, unnest(place_keys)) AS block_hash
FROM stage_key WHERE title_words <> ''
UNION ALL
SELECT posting_id, 'text', hash(brand, title_words, text_hash)
FROM stage_key WHERE text_hash IS NOT NULL
UNION ALL
SELECT posting_id, 'role', hash(brand, title_words) FROM stage_key WHERE text_hash IS NOT NULL
UNION ALL
SELECT posting_id, 'opening', hash(brand, requisition)
FROM stage_key WHERE requisition <> ''
UNION ALL
SELECT posting_id, 'opening', hash(board_id, source_group_id)
FROM stage_key WHERE source_group_id <> ''
UNION ALL
SELECT posting_id, 'url', hash(address) FROM stage_key WHERE address IS NOT NULL;

CREATE OR REPLACE TEMP TABLE stage_block AS
SELECT * FROM stage_new_block
UNION ALL
SELECT b.* FROM core.posting_block b ANTI JOIN stage_changed c ON c.posting_id = b.posting_id;

-- Seats depend on all postings of a title and place, and how texts are paired on how many share a title: whoever shares
-- these with a changed posting is matched anew. So is whoever shares any block with those: neighbours may be others now.
CREATE OR REPLACE TEMP TABLE stage_touched AS
SELECT DISTINCT block_kind, block_hash FROM (
    SELECT * FROM stage_new_block UNION ALL SELECT b.* FROM core.posting_block b SEMI JOIN stage_changed USING (posting_id)
);
CREATE OR REPLACE TEMP TABLE stage_seated AS
SELECT posting_id FROM stage_changed
UNION
SELECT posting_id FROM stage_block b SEMI JOIN stage_touched t
    ON t.block_kind IN ('title', 'role') AND t.block_kind = b.block_kind AND t.block_hash = b.block_hash;
CREATE OR REPLACE TEMP TABLE stage_dirty AS
SELECT posting_id FROM stage_seated
UNION
SELECT b.posting_id FROM stage_block b
SEMI JOIN (
    SELECT block_kind, block_hash FROM stage_touched
    UNION SELECT block_kind, block_hash FROM stage_block SEMI JOIN stage_seated USING (posting_id) WHERE block_kind <> 'role'
) t ON t.block_kind = b.block_kind AND t.block_hash = b.block_hash;

-- Seats are counted among postings of the very same places; a posting of several sits where fewest sat before it.
CREATE OR REPLACE TEMP TABLE stage_seat AS
WITH title AS (
    SELECT b.block_hash, i.posting_id, i.board_id, i.text_hash, i.places_hash, i.first_seen_at, i.gone_at
    FROM stage_block b JOIN stage_input i ON i.posting_id = b.posting_id
    WHERE b.block_kind = 'title'
        AND b.block_hash IN (
            SELECT block_hash FROM stage_block SEMI JOIN stage_seated USING (posting_id) WHERE block_kind = 'title'
        )
),
taken AS (
    SELECT late.block_hash, late.posting_id, count(early.posting_id) AS n
    FROM title late
    LEFT JOIN title early ON early.block_hash = late.block_hash AND early.board_id = late.board_id
        AND early.text_hash IS NOT DISTINCT FROM late.text_hash
        AND early.places_hash IS NOT DISTINCT FROM late.places_hash
        AND (early.first_seen_at, early.posting_id) < (late.first_seen_at, late.posting_id)
        AND early.gone_at >= late.first_seen_at
    GROUP BY late.block_hash, late.posting_id
)
SELECT s.posting_id, CAST(least(1 + COALESCE(min(t.n), 0), 32767) AS SMALLINT) AS seat_number
FROM stage_seated s JOIN stage_input i ON i.posting_id = s.posting_id LEFT JOIN taken t ON t.posting_id = s.posting_id
GROUP BY s.posting_id;

CREATE OR REPLACE TEMP TABLE stage_neighbour AS
WITH member AS (
    SELECT
        b.block_kind,
        b.block_hash,
        i.posting_id,
        i.first_seen_at,
        COALESCE(s.seat_number, v.seat_number) AS seat_number,
        CASE b.block_kind WHEN 'text' THEN COALESCE(i.location_text, '') ELSE i.board_id END AS aside,
        d.posting_id IS NOT NULL AS is_dirty
    FROM stage_block b
    SEMI JOIN (
        SELECT block_kind, block_hash FROM stage_block SEMI JOIN stage_dirty USING (posting_id) WHERE block_kind <> 'role'
    ) t
        ON t.block_kind = b.block_kind AND t.block_hash = b.block_hash
    JOIN stage_input i ON i.posting_id = b.posting_id
    LEFT JOIN stage_dirty d ON d.posting_id = i.posting_id
    LEFT JOIN stage_seat s ON s.posting_id = i.posting_id
    LEFT JOIN core.vacancy v ON v.posting_id = i.posting_id
),
placed AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY block_kind, block_hash ORDER BY seat_number, first_seen_at, posting_id) AS by_seat,
        row_number() OVER (
            PARTITION BY block_kind, block_hash ORDER BY aside, first_seen_at, seat_number, posting_id
        ) AS by_side
    FROM member
)
SELECT DISTINCT least(a.posting_id, b.posting_id) AS posting_id, greatest(a.posting_id, b.posting_id) AS other_id
FROM placed a JOIN placed b ON b.block_kind = a.block_kind AND b.block_hash = a.block_hash
    AND (b.by_seat - a.by_seat BETWEEN 1 AND 4 OR b.by_side - a.by_side BETWEEN 1 AND 2)
WHERE (a.is_dirty OR b.is_dirty) AND a.posting_id <> b.posting_id;

-- What opens after its like has closed takes its place, under whatever number and however many there are: each is paired
-- with one of the last to close before it opened, and each with one of the first to open after it had closed.
CREATE OR REPLACE TEMP TABLE stage_successor AS
WITH member AS (
    SELECT DISTINCT
        hash(b.block_hash, i.board_id, i.text_hash, i.places_hash) AS like_hash, i.posting_id, i.first_seen_at, i.gone_at
    FROM stage_block b
    SEMI JOIN (
        SELECT block_hash FROM stage_block SEMI JOIN stage_dirty USING (posting_id) WHERE block_kind = 'title'
    ) t ON t.block_hash = b.block_hash
    JOIN stage_input i ON i.posting_id = b.posting_id
    WHERE b.block_kind = 'title'
),
opened AS (SELECT like_hash, first_seen_at, min(posting_id) AS other_id FROM member GROUP BY like_hash, first_seen_at),
closed AS (SELECT like_hash, gone_at, min(posting_id) AS other_id FROM member GROUP BY like_hash, gone_at),
met AS (
    SELECT m.posting_id, c.other_id
    FROM member m ASOF JOIN closed c ON c.like_hash = m.like_hash AND m.first_seen_at > c.gone_at
    UNION
    SELECT m.posting_id, o.other_id
    FROM member m ASOF JOIN opened o ON o.like_hash = m.like_hash AND m.gone_at < o.first_seen_at
)
SELECT DISTINCT least(posting_id, other_id) AS posting_id, greatest(posting_id, other_id) AS other_id
FROM met
WHERE posting_id IN (SELECT posting_id FROM stage_dirty) OR other_id IN (SELECT posting_id FROM stage_dirty);
