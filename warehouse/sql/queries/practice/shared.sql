-- Which of the skills of $skills each of the openings of $close asks for.
SELECT vacancy_id, list(skill_name ORDER BY list_position(CAST($skills AS VARCHAR[]), skill_id)) AS shared
FROM matching_skill
WHERE list_contains(CAST($close AS VARCHAR[]), vacancy_id) AND list_contains(CAST($skills AS VARCHAR[]), skill_id)
GROUP BY vacancy_id;
