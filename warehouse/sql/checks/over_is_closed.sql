-- A posting that is marked as over has closed, on that day for the last time; and all its rows that a day looks up have the same
-- mark, for they are looked for by it.
SELECT posting.posting_id, posting.over_on
FROM core.posting
JOIN (
    SELECT
        posting_id,
        count(*) > count(closed_on) AS is_open,
        max(closed_on) AS closed_on,
        min(over_on) AS first_mark,
        max(over_on) AS last_mark
    FROM core.spell
    GROUP BY posting_id
) AS life ON life.posting_id = posting.posting_id
LEFT JOIN core.posting_key AS matched ON matched.posting_id = posting.posting_id
WHERE (posting.over_on < DATE '9999-01-01' AND (life.is_open OR life.closed_on <> posting.over_on))
    OR posting.over_on <> life.first_mark
    OR posting.over_on <> life.last_mark
    OR posting.over_on <> matched.over_on
UNION
SELECT marked.posting_id, marked.over_on
FROM (
    SELECT posting_id, over_on
    FROM core.posting_place
    UNION ALL
    SELECT posting_id, over_on
    FROM core.posting_pay
    UNION ALL
    SELECT posting_id, over_on
    FROM core.posting_skill
    UNION ALL
    SELECT posting_id, over_on
    FROM core.posting_term
) AS marked
JOIN core.posting ON posting.posting_id = marked.posting_id
WHERE marked.over_on <> posting.over_on
