-- What has been worked out, written: keys and matches of what was matched anew, and every vacancy that is another now.
DELETE FROM core.posting_key WHERE rowid IN (SELECT row_number FROM stage_changed WHERE is_other AND row_number IS NOT NULL);
-- In order of time, so that what is long gone lies apart and is not read.
INSERT INTO core.posting_key
SELECT n.* EXCLUDE (row_number) REPLACE (s.seat_number AS seat_number)
FROM stage_new n JOIN stage_seat s ON s.posting_id = n.posting_id
ORDER BY n.first_seen_at;
UPDATE core.posting_key SET gone_at = c.gone_at
FROM (FROM stage_changed WHERE NOT is_other) c
WHERE c.row_number = core.posting_key.rowid;
UPDATE core.posting_key SET seat_number = s.seat_number
FROM (FROM stage_seat WHERE seat_number <> known_seat) s
WHERE core.posting_key.posting_id = s.posting_id;

DELETE FROM core.posting_match WHERE posting_id IN (SELECT posting_id FROM stage_dirty);
INSERT INTO core.posting_match SELECT * FROM incoming_matches;

-- Who advertises a vacancy anew is no new posting: where that is found or taken back, the weeks since are counted anew.
INSERT INTO ops.touched
SELECT min(first_seen_on)
FROM core.spell
SEMI JOIN (
    SELECT j.posting_id
    FROM stage_joined j
    LEFT JOIN core.vacancy was ON was.posting_id = j.posting_id
    LEFT JOIN incoming_vacancies now ON now.posting_id = j.posting_id
    WHERE core.is_again(1, was.vacancy_id, was.series_id, was.is_repost)
        <> core.is_again(1, now.vacancy_id, now.series_id, now.is_repost)
) other ON other.posting_id = core.spell.posting_id
WHERE spell_number = 1
HAVING count(*) > 0;

-- What was not joined with any of it stays as it was. Who is joined with no other is a vacancy of its own, and has no row.
DELETE FROM core.vacancy WHERE posting_id IN (SELECT posting_id FROM stage_joined);
INSERT INTO core.vacancy
FROM incoming_vacancies ANTI JOIN (SELECT posting_id FROM stage_changed WHERE is_gone) gone USING (posting_id);
