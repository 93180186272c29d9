-- A spell is first seen, last seen, missed and closed in that order, and has a closing day if and only if it is closed.
-- Days are those of the zone the person was in, so that a journey west can put the closing a day before the opening.
SELECT posting_id, spell_number, first_seen_at, last_seen_at, missing_since_at, closed_at, first_seen_on, closed_on
FROM core.spell
WHERE first_seen_at > last_seen_at
    OR last_seen_at > missing_since_at
    OR last_seen_at > closed_at
    OR missing_since_at > closed_at
    OR first_seen_on > closed_on + 1
    OR (closed_at IS NULL) <> (closed_on IS NULL)
