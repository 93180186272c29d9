-- Each posting has a life, and each life belongs to a posting on the same board.
SELECT posting.posting_id, spell.spell_number
FROM core.posting
FULL JOIN core.spell ON spell.posting_id = posting.posting_id
WHERE posting.posting_id IS NULL OR spell.posting_id IS NULL OR posting.board_id <> spell.board_id
