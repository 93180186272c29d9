-- The pairs to judge, one row each, with what the rules need to know of both postings. Their titles are compared without
-- the words of either's places.
CREATE OR REPLACE TEMP TABLE stage_side AS
SELECT *, string_split(title_words, ' ') AS words
FROM stage_near
SEMI JOIN (SELECT posting_id FROM stage_pair UNION SELECT other_id FROM stage_pair) USING (posting_id);

-- The texts that these are judged by: found in one look through the names of all texts, and only then read.
CREATE OR REPLACE TEMP TABLE stage_pair_text AS
WITH compared AS (
    SELECT a.text_hash, b.text_hash AS other_text_hash
    FROM stage_pair p
    JOIN stage_side a ON a.posting_id = p.posting_id
    JOIN stage_side b ON b.posting_id = p.other_id
    WHERE a.text_hash <> b.text_hash
),
text_row AS MATERIALIZED (
    SELECT rowid AS row_number
    FROM core.posting_text
    SEMI JOIN (SELECT text_hash FROM compared UNION SELECT other_text_hash FROM compared) c USING (text_hash)
)
SELECT text_hash, description_text
FROM core.posting_text t SEMI JOIN text_row r ON r.row_number = t.rowid;

SELECT
    p.posting_id,
    p.other_id,
    a.board_id = b.board_id AS is_same_board,
    a.brand = b.brand AS is_same_employer,
    array_to_string(list_filter(a.words, lambda w: NOT list_contains(b.place_words, w)), ' ') AS title_words,
    array_to_string(list_filter(b.words, lambda w: NOT list_contains(a.place_words, w)), ' ') AS other_title_words,
    a.title,
    b.title AS other_title,
    a.role_id,
    b.role_id AS other_role_id,
    a.department,
    b.department AS other_department,
    a.written_words = b.written_words AS is_title_as_written,
    NOT list_has_all(a.written_words, b.written_words) AND NOT list_has_all(b.written_words, a.written_words)
        AS is_title_elsewhere,
    a.titled_seniority AS level,
    b.titled_seniority AS other_level,
    a.years_min,
    b.years_min AS other_years_min,
    list_distinct(list_concat(a.place_words, b.place_words)) AS place_words,
    CASE WHEN len(a.place_keys) = 0 OR len(b.place_keys) = 0 THEN 'unknown'
        WHEN a.place_keys = b.place_keys THEN 'same'
        WHEN list_has_any(a.place_keys, b.place_keys) THEN 'overlap'
        ELSE 'different' END AS place_match,
    CASE WHEN a.requisition_code = b.requisition_code THEN 'same' WHEN a.requisition_code <> b.requisition_code THEN 'different'
        ELSE 'unknown' END AS requisition_match,
    CASE WHEN a.board_id <> b.board_id THEN 'unknown' WHEN a.source_group_id = b.source_group_id THEN 'same'
        WHEN a.source_group_id <> b.source_group_id THEN 'different' ELSE 'unknown' END AS group_match,
    COALESCE(a.address = b.address, false) AS is_same_url,
    a.seat_number = b.seat_number AS is_same_seat,
    a.first_seen_at <= b.gone_at AS is_open_at_once,
    CASE WHEN a.first_seen_at <= b.gone_at THEN 0
        ELSE date_diff('hour', b.gone_at, a.first_seen_at) / 24 END AS gap_days,
    a.text_hash,
    b.text_hash AS other_text_hash
FROM stage_pair p
JOIN stage_side a ON a.posting_id = p.posting_id
JOIN stage_side b ON b.posting_id = p.other_id;
