-- Only a board's complete or empty answer closes postings: each closing bears the time of one.
SELECT spell.posting_id, spell.spell_number, spell.closed_at
FROM core.spell
ANTI JOIN (
    SELECT board_id, observed_at
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty')
) AS answer ON answer.board_id = spell.board_id AND answer.observed_at = spell.closed_at
WHERE spell.closed_at IS NOT NULL
