-- Every time online of an advert and of its reposts, the earliest first.
WITH member AS (
    SELECT posting_id
    FROM core.vacancy
    WHERE series_id = $series_id
    UNION
    SELECT $posting_id AS posting_id
)
SELECT
    spell.posting_id,
    posting.title,
    spell.first_seen_on,
    spell.is_left_censored,
    coalesce(answer.observed_on, CAST(spell.last_seen_at AS DATE)) AS last_seen_on,
    spell.closed_on
FROM core.spell AS spell
JOIN core.posting AS posting ON posting.posting_id = spell.posting_id
LEFT JOIN core.board_day AS answer ON answer.board_id = spell.board_id AND answer.observed_at = spell.last_seen_at
WHERE spell.posting_id IN (SELECT posting_id FROM member)
ORDER BY spell.first_seen_on, spell.posting_id, spell.spell_number;
