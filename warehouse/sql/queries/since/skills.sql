-- How many of them name each skill, by employer.
SELECT
    up.employer_key AS employer,
    named.skill_id,
    CAST(count(DISTINCT up.vacancy_id) FILTER (up.period = 0) AS DOUBLE) AS before,
    CAST(count(DISTINCT up.vacancy_id) FILTER (up.period = 1) AS DOUBLE) AS now
FROM since_posting AS up
JOIN mart.posting_skill AS named ON named.posting_id = up.posting_id
WHERE up.text_hash IS NOT NULL AND named.role_id = $role_id
GROUP BY up.employer_key, named.skill_id
QUALIFY sum(before + now) OVER (PARTITION BY named.skill_id) >= $min_mentions
ORDER BY named.skill_id, employer
