-- Every time online of an advert and of its reposts, the earliest first.
SELECT
    spell.posting_id,
    posting.title,
    spell.first_seen_on,
    spell.is_left_censored,
    CAST(spell.last_seen_at AS DATE) AS last_seen_on,
    spell.closed_on
FROM core.spell AS spell
JOIN core.posting AS posting ON posting.posting_id = spell.posting_id
LEFT JOIN core.vacancy AS vacancy ON vacancy.posting_id = spell.posting_id
WHERE coalesce(vacancy.series_id, spell.posting_id) = $series_id
ORDER BY spell.first_seen_on, spell.posting_id, spell.spell_number;
