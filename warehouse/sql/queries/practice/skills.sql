-- The skills that the openings of $wanted ask for, the most asked first, and in how many of $close they are asked too.
-- level is the person's, 0 none.
SELECT
    skill_id,
    any_value(skill_name) AS name,
    max(level) AS level,
    count(*) FILTER (list_contains(CAST($wanted AS VARCHAR[]), vacancy_id)) AS wanted,
    count(*) FILTER (list_contains(CAST($close AS VARCHAR[]), vacancy_id)) AS close
FROM matching_skill
WHERE list_contains(CAST($wanted AS VARCHAR[]), vacancy_id) OR list_contains(CAST($close AS VARCHAR[]), vacancy_id)
GROUP BY skill_id
HAVING wanted > 0
ORDER BY wanted DESC, close DESC, skill_id
LIMIT $most;
