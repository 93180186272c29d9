-- What some postings (a table of their ids) are matched by, and what came of it the last time.
CREATE OR REPLACE TEMP MACRO matched_by(asked) AS TABLE
WITH asked AS (SELECT posting_id FROM query_table(asked)),
place AS (
    SELECT
        posting_id,
        bit_xor(hash(place_number, location_text, country_code, region, city)) AS place_hash,
        bit_xor(DISTINCT hash(
            COALESCE(city || '|' || COALESCE(country_code, ''), location_text, region, country_code)
        )) AS places_hash
    FROM core.posting_place SEMI JOIN asked USING (posting_id)
    GROUP BY posting_id
),
life AS (
    SELECT
        posting_id,
        min(first_seen_at) AS first_seen_at,
        CASE WHEN bool_and(closed_at IS NOT NULL OR missing_since_at IS NOT NULL) THEN max(last_seen_at) END AS gone_at
    FROM core.spell SEMI JOIN asked USING (posting_id)
    GROUP BY posting_id
)
SELECT
    p.posting_id,
    p.board_id,
    p.employer_key,
    p.is_agency,
    -- "N/A" and "TBD" are no numbers.
    CASE WHEN regexp_matches(p.requisition_code, '[0-9]') THEN lower(trim(p.requisition_code)) END AS requisition,
    p.source_group_id,
    p.url,
    p.title,
    p.title_clean,
    p.role_id,
    concat_ws(' ', p.department, p.team) AS department,
    CASE WHEN p.seniority_source <> 'text' THEN p.seniority END AS level,
    p.years_min,
    p.text_hash,
    lower(trim(p.location_text)) AS location_text,
    place.place_hash,
    place.places_hash,
    life.first_seen_at,
    COALESCE(life.gone_at, TIMESTAMP '9999-01-01') AS gone_at,
    v.vacancy_id AS known_vacancy_id,
    v.series_id AS known_series_id,
    v.seat_number AS known_seat,
    v.matched_hash AS known_hash
FROM core.posting p
SEMI JOIN asked ON asked.posting_id = p.posting_id
JOIN life ON life.posting_id = p.posting_id
LEFT JOIN place ON place.posting_id = p.posting_id
LEFT JOIN (FROM core.vacancy SEMI JOIN asked USING (posting_id)) v ON v.posting_id = p.posting_id;

-- The hash tells whether any of it has changed since the posting was last matched.
CREATE OR REPLACE TEMP TABLE stage_input AS
SELECT
    * EXCLUDE (match_version, signature_version),
    hash(board_id, employer_key, is_agency, requisition, source_group_id, url, title, title_clean, role_id, department, level,
        years_min, text_hash, location_text, place_hash, first_seen_at, gone_at, match_version) AS matched_hash
FROM matched_by('stage_asked') CROSS JOIN stage_rule;
