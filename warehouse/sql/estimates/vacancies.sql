-- By role and employer: the open adverts, seen of late (core.is_up), and the vacancies that they stand for; with the workers
-- in the role's occupation, where the person added employment. Adverts that are always up are left out.
SELECT
    posting.role_id,
    role.soc_code,
    occupation.workers,
    -- A number is counted in half the time that a name is.
    hash(posting.employer_key) AS employer,
    count(*) AS adverts,
    count(DISTINCT coalesce(vacancy.vacancy_id, posting.posting_id)) AS vacancies
FROM core.spell
JOIN core.posting ON posting.posting_id = spell.posting_id
JOIN core.role ON role.role_id = posting.role_id
LEFT JOIN core.occupation ON occupation.soc_code = role.soc_code
LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
ANTI JOIN core.evergreen ON evergreen.posting_id = spell.posting_id
WHERE posting.over_on = DATE '9999-01-01' AND spell.over_on = DATE '9999-01-01' AND core.is_up(spell.closed_at, spell.last_seen_at)
GROUP BY posting.role_id, role.soc_code, occupation.workers, posting.employer_key
ORDER BY posting.role_id, employer
