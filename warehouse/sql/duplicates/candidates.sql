-- The pairs to judge, one row each, with what the rules need to know of both postings. Their titles are compared without
-- the words of either's places.
SELECT
    p.posting_id,
    p.other_id,
    a.board_id = b.board_id AS is_same_board,
    wa.brand = wb.brand AS is_same_employer,
    array_to_string(list_filter(wa.words, lambda w: NOT list_contains(wb.place_words, w)), ' ') AS title_words,
    array_to_string(list_filter(wb.words, lambda w: NOT list_contains(wa.place_words, w)), ' ') AS other_title_words,
    a.title,
    b.title AS other_title,
    a.role_id,
    b.role_id AS other_role_id,
    a.department,
    b.department AS other_department,
    wa.written_words = wb.written_words AS is_title_as_written,
    NOT list_has_all(wa.written_words, wb.written_words) AND NOT list_has_all(wb.written_words, wa.written_words)
        AS is_title_elsewhere,
    a.level,
    b.level AS other_level,
    a.years_min,
    b.years_min AS other_years_min,
    list_distinct(list_concat(wa.place_words, wb.place_words)) AS place_words,
    CASE WHEN len(wa.place_keys) = 0 OR len(wb.place_keys) = 0 THEN 'unknown'
        WHEN wa.place_keys = wb.place_keys THEN 'same'
        WHEN list_has_any(wa.place_keys, wb.place_keys) THEN 'overlap'
        ELSE 'different' END AS place_match,
    CASE WHEN a.requisition = b.requisition THEN 'same' WHEN a.requisition <> b.requisition THEN 'different'
        ELSE 'unknown' END AS requisition_match,
    CASE WHEN a.board_id <> b.board_id THEN 'unknown' WHEN a.source_group_id = b.source_group_id THEN 'same'
        WHEN a.source_group_id <> b.source_group_id THEN 'different' ELSE 'unknown' END AS group_match,
    COALESCE(wa.address = wb.address, false) AS is_same_url,
    COALESCE(sa.seat_number, a.known_seat) = COALESCE(sb.seat_number, b.known_seat) AS is_same_seat,
    greatest(a.first_seen_at, b.first_seen_at) <= least(a.gone_at, b.gone_at) AS is_open_at_once,
    CASE WHEN greatest(a.first_seen_at, b.first_seen_at) <= least(a.gone_at, b.gone_at) THEN 0
        ELSE date_diff('hour', least(a.gone_at, b.gone_at), greatest(a.first_seen_at, b.first_seen_at)) / 24 END AS gap_days,
    a.text_hash,
    b.text_hash AS other_text_hash
FROM stage_pair p
JOIN stage_input a ON a.posting_id = p.posting_id
JOIN stage_input b ON b.posting_id = p.other_id
JOIN stage_word wa ON wa.posting_id = p.posting_id
JOIN stage_word wb ON wb.posting_id = p.other_id
LEFT JOIN stage_seat sa ON sa.posting_id = p.posting_id
LEFT JOIN stage_seat sb ON sb.posting_id = p.other_id;
