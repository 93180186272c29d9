-- The spells of a posting are numbered 1, 2, 3 …, only the last may be open, and each starts after the one before closed.
WITH spell AS (
    SELECT
        posting_id,
        spell_number,
        row_number() OVER life AS expected_number,
        first_seen_at,
        closed_at,
        lag(spell_number) OVER life AS previous_number,
        lag(closed_at) OVER life AS previous_closed_at
    FROM core.spell
    WINDOW life AS (PARTITION BY posting_id ORDER BY spell_number, first_seen_at)
)
SELECT posting_id, spell_number, first_seen_at, previous_closed_at
FROM spell
WHERE spell_number <> expected_number
    OR (previous_number IS NOT NULL AND (previous_closed_at IS NULL OR previous_closed_at > first_seen_at))
