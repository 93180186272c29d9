-- Whether a time online goes on with what was up before: a posting that came back, or one that advertises a vacancy anew
-- which had been advertised and closed. Such a time is no new posting, whatever its number.
CREATE OR REPLACE MACRO core.is_again(spell_number, vacancy_id, series_id) AS
    spell_number > 1 OR coalesce(series_id <> vacancy_id, FALSE);
-- The weeks are counted anew by it, and what rests on them.
INSERT INTO ops.touched SELECT min(first_seen_on) FROM core.spell HAVING count(*) > 0;
DELETE FROM ops.estimate_mark WHERE mark = 'week';
