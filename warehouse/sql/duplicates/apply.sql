-- What has been worked out, written: blocks and matches of what was matched anew, and every vacancy that is another now.
DELETE FROM core.posting_block WHERE rowid IN (SELECT row_number FROM stage_old_block);
INSERT INTO core.posting_block SELECT * FROM stage_new_block ORDER BY block_hash;

DELETE FROM core.posting_match
WHERE posting_id IN (SELECT posting_id FROM stage_dirty) OR other_id IN (SELECT posting_id FROM stage_dirty);
INSERT INTO core.posting_match SELECT * FROM incoming_matches;

-- What was not joined with any of it stays as it was.
CREATE OR REPLACE TEMP TABLE stage_vacancy AS
SELECT
    i.posting_id,
    COALESCE(n.vacancy_id, i.posting_id) AS vacancy_id,
    COALESCE(n.series_id, i.posting_id) AS series_id,
    COALESCE(s.seat_number, i.known_seat) AS seat_number,
    i.matched_hash
FROM stage_input i
SEMI JOIN stage_joined j ON j.posting_id = i.posting_id
LEFT JOIN incoming_vacancies n ON n.posting_id = i.posting_id
LEFT JOIN stage_seat s ON s.posting_id = i.posting_id
WHERE (COALESCE(n.vacancy_id, i.posting_id), COALESCE(n.series_id, i.posting_id), COALESCE(s.seat_number, i.known_seat),
    i.matched_hash) IS DISTINCT FROM (i.known_vacancy_id, i.known_series_id, i.known_seat, i.known_hash);
DELETE FROM core.vacancy
WHERE posting_id IN (SELECT posting_id FROM stage_vacancy UNION ALL SELECT posting_id FROM stage_changed);
INSERT INTO core.vacancy SELECT * FROM stage_vacancy;
