-- What the postings asked for are matched by, as it was and as it is now.
CREATE OR REPLACE TEMP MACRO words_of(value) AS
    string_split(trim(regexp_replace(lower(strip_accents(value)), '[^\p{L}\p{N}+#]+', ' ', 'g')), ' ');

-- What is in another script repeats the Latin words beside it.
CREATE OR REPLACE TEMP MACRO latin_of(title) AS
    CASE WHEN regexp_matches(title, '[A-Za-z]{4}')
        THEN regexp_replace(title, '[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー]+', ' ', 'g') ELSE title END;

-- Some words are written in several ways.
CREATE OR REPLACE TEMP MACRO joined_of(title) AS
    regexp_replace(title, '(?i)\b(full|front|back)[ -](stack|end)\b', '\1\2', 'g');
CREATE OR REPLACE TEMP MACRO spelled(word) AS CASE word
    WHEN 'sr' THEN 'senior' WHEN 'jr' THEN 'junior' WHEN 'mgr' THEN 'manager' WHEN 'asst' THEN 'assistant'
    WHEN 'rep' THEN 'representative' WHEN 'ops' THEN 'operations' ELSE word END;

-- The words of a title, sorted, without those that change nothing.
CREATE OR REPLACE TEMP MACRO written_words_of(title) AS
    list_sort(list_distinct(list_filter(
        list_transform(words_of(joined_of(latin_of(title))), lambda w: spelled(w)),
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

-- Rows are found by their ids alone, and only then read; what is long over is looked at where it is asked for.
CREATE OR REPLACE TEMP TABLE stage_known AS
WITH known_row AS MATERIALIZED (
    SELECT rowid AS row_number FROM core.posting_key SEMI JOIN stage_asked USING (posting_id, over_on)
)
SELECT rowid AS row_number, posting_id, first_seen_at, gone_at, matched_hash
FROM core.posting_key k SEMI JOIN known_row r ON r.row_number = k.rowid;

CREATE OR REPLACE TEMP TABLE stage_life AS
SELECT
    posting_id,
    min(first_seen_at) AS first_seen_at,
    CASE WHEN bool_and(closed_at IS NOT NULL OR missing_since_at IS NOT NULL) THEN max(last_seen_at)
        ELSE TIMESTAMP '9999-01-01' END AS gone_at,
    over_on
FROM core.spell SEMI JOIN stage_asked USING (posting_id, over_on)
GROUP BY posting_id, over_on;

CREATE OR REPLACE TEMP TABLE stage_key AS
WITH other AS (FROM stage_asked WHERE NOT are_values_same),
asked_row AS MATERIALIZED (FROM core.posting_row('other')),
asked AS MATERIALIZED (FROM core.posting p SEMI JOIN asked_row r ON r.row_number = p.rowid),
-- A town that no gazetteer knows is named by its words: its region is not where it is.
located AS (
    SELECT
        i.posting_id,
        list_sort(list_distinct(list_filter(
            list(CASE WHEN p.city IS NOT NULL THEN lower(p.city || '|' || COALESCE(p.country_code, ''))
                ELSE lower(trim(COALESCE(p.location_text, p.region, p.country_code, i.location_text))) END),
            lambda x: x <> ''
        ))) AS place_keys,
        list_sort(list_distinct(words_of(COALESCE(
            string_agg(concat_ws(' ', p.location_text, p.city, p.region), ' '), first(lower(trim(i.location_text))), ''
        )))) AS place_words,
        bit_xor(DISTINCT hash(
            COALESCE(p.city || '|' || COALESCE(p.country_code, ''), p.location_text, p.region, p.country_code)
        )) FILTER (p.posting_id IS NOT NULL) AS places_hash
    FROM asked i
    LEFT JOIN (FROM core.posting_place SEMI JOIN asked USING (posting_id, over_on)) p ON p.posting_id = i.posting_id
    GROUP BY i.posting_id
),
signed AS (
    SELECT text_hash, any_value(band_hashes) AS band_hashes
    FROM (
        FROM stage_signature
        UNION ALL
        SELECT text_hash, band_hashes
        FROM core.posting_key k
        SEMI JOIN (
            SELECT row_number FROM stage_known SEMI JOIN (FROM stage_asked WHERE NOT are_values_same) USING (posting_id)
        ) r ON r.row_number = k.rowid
    )
    GROUP BY text_hash
),
matched_by AS (
    SELECT
        i.posting_id,
        i.board_id,
        brand_of(i.employer_key) AS brand,
        i.is_agency,
        -- "N/A" and "TBD" are no numbers.
        CASE WHEN regexp_matches(i.requisition_code, '[0-9]') THEN lower(trim(i.requisition_code)) END AS requisition_code,
        i.source_group_id,
        address_of(i.url) AS address,
        i.title,
        title_words_of(i.title_clean, list_concat(p.place_words, every.place_words)) AS title_words,
        written_words_of(i.title) AS written_words,
        p.place_keys,
        p.place_words,
        p.places_hash,
        i.role_id,
        concat_ws(' ', i.department, i.team) AS department,
        CASE WHEN i.seniority_source <> 'text' THEN i.seniority END AS titled_seniority,
        i.years_min,
        i.text_hash,
        lower(trim(i.location_text)) AS location_text,
        l.first_seen_at
    FROM asked i
    JOIN located p ON p.posting_id = i.posting_id
    JOIN stage_life l ON l.posting_id = i.posting_id
    CROSS JOIN (SELECT list(word) AS place_words FROM stage_place_word) every
)
SELECT
    m.*,
    l.gone_at,
    hash(m) AS matched_hash,
    -- A block is a set of postings that share something exact.
    list_concat(
        CASE WHEN m.title_words <> '' THEN list_transform(
            m.place_keys, lambda place: {block_kind: 'title', block_hash: hash('title', m.brand, m.title_words, place)}
        ) END,
        CASE WHEN m.text_hash IS NOT NULL THEN [
            {block_kind: 'text', block_hash: hash('text', m.brand, m.title_words, m.text_hash)},
            {block_kind: 'role', block_hash: hash('role', m.brand, m.title_words)}
        ] END,
        CASE WHEN m.requisition_code <> '' THEN [
            {block_kind: 'opening', block_hash: hash('requisition', m.brand, m.requisition_code)}
        ] END,
        CASE WHEN m.source_group_id <> '' THEN [
            {block_kind: 'opening', block_hash: hash('group', m.board_id, m.source_group_id)}
        ] END,
        CASE WHEN m.address IS NOT NULL THEN [{block_kind: 'url', block_hash: hash('url', m.address)}] END
    ) AS blocks,
    COALESCE(s.band_hashes, []) AS band_hashes,
    l.over_on
FROM matched_by m
JOIN stage_life l ON l.posting_id = m.posting_id
LEFT JOIN signed s ON s.text_hash = m.text_hash;
