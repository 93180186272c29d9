-- A posting is open only at a board that has given an answer.
SELECT spell.posting_id, spell.board_id
FROM core.spell
ANTI JOIN (
    SELECT board_id
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty', 'incomplete')
) AS answer ON answer.board_id = spell.board_id
WHERE spell.closed_at IS NULL
