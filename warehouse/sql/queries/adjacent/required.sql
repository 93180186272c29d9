-- What the open vacancies of every role require: how many of those that require any skill require each one.
-- First those that are open: they are few.
WITH posting AS MATERIALIZED (
    SELECT posting_id, role_id
    FROM core.posting
    WHERE role_id IS NOT NULL
        AND text_hash IS NOT NULL
        AND posting_id IN (SELECT posting_id FROM core.spell WHERE core.is_up(closed_at, last_seen_at))
),
described AS (
    SELECT posting.posting_id, posting.role_id
    FROM posting
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
    QUALIFY row_number() OVER (
        PARTITION BY coalesce(vacancy.vacancy_id, posting.posting_id)
        ORDER BY posting.posting_id <> coalesce(vacancy.vacancy_id, posting.posting_id), posting.posting_id
    ) = 1
),
required AS (
    SELECT DISTINCT described.role_id, described.posting_id, said.skill_id
    FROM core.posting_skill AS said
    JOIN described ON described.posting_id = said.posting_id
    WHERE said.skill_need = 'required'
),
size AS (
    SELECT role_id, count(DISTINCT posting_id) AS n
    FROM required
    GROUP BY role_id
    HAVING count(DISTINCT posting_id) >= $floor
)
SELECT required.role_id, required.skill_id, count(*) / any_value(size.n) AS share, any_value(size.n) AS n
FROM required
JOIN size ON size.role_id = required.role_id
GROUP BY required.role_id, required.skill_id
ORDER BY required.role_id, required.skill_id
