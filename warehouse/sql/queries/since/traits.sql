-- How many of them say each thing of the work, by employer: where, how senior, what is asked, offered and said of the team.
WITH said AS (
    SELECT posting_id, unnest([
        'workplace:' || workplace,
        'seniority:' || seniority,
        CASE WHEN degree_need = 'required' THEN 'asked:degree' END,
        CASE WHEN years_min >= 5 THEN 'asked:five_years' END,
        CASE WHEN is_people_manager THEN 'asked:people_to_manage' END,
        CASE WHEN has_on_call THEN 'asked:on_call' END,
        CASE WHEN coalesce(pay_min_annual, pay_max_annual) IS NOT NULL THEN 'offer:pay_stated' END
    ]) AS skill_id
    FROM since_posting
    UNION ALL
    SELECT posting_id, term_kind || ':' || term_id AS skill_id
    FROM core.posting_term
    WHERE posting_id IN (SELECT posting_id FROM since_posting)
)
SELECT
    up.employer_key AS employer,
    said.skill_id,
    CAST(count(DISTINCT up.vacancy_id) FILTER (up.period = 0) AS DOUBLE) AS before,
    CAST(count(DISTINCT up.vacancy_id) FILTER (up.period = 1) AS DOUBLE) AS now
FROM since_posting AS up
JOIN said ON said.posting_id = up.posting_id
WHERE up.text_hash IS NOT NULL AND said.skill_id IS NOT NULL
GROUP BY up.employer_key, said.skill_id
QUALIFY sum(before + now) OVER (PARTITION BY said.skill_id) >= $min_mentions
ORDER BY said.skill_id, employer
