-- The skills of some vacancies, required ones first: which of them the person has, and which they would add.
SELECT
    vacancy_id,
    coalesce(list(skill_name ORDER BY skill_need <> 'required', skill_need <> 'preferred', skill_name)
        FILTER (level > 0), []) AS had,
    coalesce(list(skill_name ORDER BY skill_need <> 'required', skill_need <> 'preferred', skill_name)
        FILTER (level = 0), []) AS added
FROM matching_skill
WHERE vacancy_id IN (SELECT unnest(CAST($vacancies AS VARCHAR[])))
GROUP BY vacancy_id
