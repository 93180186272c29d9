-- The weekly counts of the last week are those of the spells: nothing was loaded since they were made.
WITH counted AS (
    SELECT role_id, active_postings
    FROM core.role_week
    WHERE week_start = (SELECT max(week_start) FROM core.role_week)
),
there AS (
    SELECT posting.role_id, count(*) AS active_postings
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    WHERE spell.closed_on IS NULL AND posting.role_id IS NOT NULL
    GROUP BY posting.role_id
)
SELECT coalesce(counted.role_id, there.role_id) AS role_id, counted.active_postings AS counted, there.active_postings
FROM counted
FULL JOIN there ON there.role_id = counted.role_id
WHERE coalesce(counted.active_postings, 0) <> coalesce(there.active_postings, 0)
