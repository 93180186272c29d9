-- A posting that is marked as over has closed, on that day for the last time.
SELECT posting.posting_id, posting.over_on
FROM core.posting
JOIN (
    SELECT posting_id, count(*) > count(closed_on) AS is_open, max(closed_on) AS closed_on
    FROM core.spell
    GROUP BY posting_id
) AS life ON life.posting_id = posting.posting_id
WHERE posting.over_on IS NOT NULL AND (life.is_open OR life.closed_on <> posting.over_on)
