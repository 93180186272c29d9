-- Who takes the place of an advert that closed is no new posting, also where the vacancy was up elsewhere meanwhile.
ALTER TABLE core.vacancy ADD COLUMN is_repost BOOLEAN;
UPDATE core.vacancy SET is_repost = EXISTS (
    FROM core.posting_match AS pair
    JOIN core.posting_key AS late ON late.posting_id = pair.posting_id
    JOIN core.posting_key AS early ON early.posting_id = pair.other_id
    WHERE pair.posting_id = core.vacancy.posting_id
        AND pair.match_kind IN ('same', 'places', 'repost')
        AND early.gone_at < late.first_seen_at
);
CREATE OR REPLACE MACRO core.is_again(spell_number, vacancy_id, series_id, is_repost) AS
    spell_number > 1 OR coalesce(series_id <> vacancy_id, FALSE) OR coalesce(is_repost, FALSE);
-- The weeks are counted anew by it, and what rests on them.
INSERT INTO ops.touched
SELECT min(spell.first_seen_on)
FROM core.spell
JOIN core.vacancy ON vacancy.posting_id = spell.posting_id
WHERE vacancy.is_repost AND vacancy.series_id = vacancy.vacancy_id
HAVING count(*) > 0;
DELETE FROM ops.estimate_mark WHERE mark = 'week' AND EXISTS (FROM core.vacancy WHERE is_repost AND series_id = vacancy_id);
