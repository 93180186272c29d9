-- A spell is first seen, last seen, missed and closed in that order.
SELECT posting_id, spell_number, first_seen_at, last_seen_at, missing_since_at, closed_at
FROM core.spell
WHERE first_seen_at > last_seen_at
    OR last_seen_at > missing_since_at
    OR last_seen_at > closed_at
    OR missing_since_at > closed_at
