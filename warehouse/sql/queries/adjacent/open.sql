-- The open vacancies of some roles, in all places and within the person's limits, and how many employers have these.
WITH own AS MATERIALIZED (
    SELECT posting_id, role_id
    FROM core.posting
    WHERE list_contains(CAST($roles AS VARCHAR[]), role_id)
        AND posting_id IN (SELECT posting_id FROM core.spell WHERE core.is_up(closed_at, last_seen_at))
),
stock AS (
    SELECT own.role_id, count(DISTINCT coalesce(vacancy.vacancy_id, own.posting_id)) AS openings
    FROM own
    LEFT JOIN core.vacancy ON vacancy.posting_id = own.posting_id
    GROUP BY own.role_id
),
inside AS (
    SELECT role_id, count(*) AS inside, count(DISTINCT employer_key) AS employers
    FROM matching_vacancy
    GROUP BY role_id
)
SELECT
    role.role_id,
    role.role_title,
    role.role_family,
    coalesce(stock.openings, 0) AS openings,
    coalesce(inside.inside, 0) AS inside,
    coalesce(inside.employers, 0) AS employers
FROM core.role
LEFT JOIN stock ON stock.role_id = role.role_id
LEFT JOIN inside ON inside.role_id = role.role_id
WHERE role.role_id IN (SELECT unnest(CAST($roles AS VARCHAR[])))
