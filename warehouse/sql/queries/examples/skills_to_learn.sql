-- Which skills do the openings for my role name most often that I do not have, and how many require them?
-- Yours: the role and the skills you have.
WITH mine AS (SELECT 'data_engineer' AS role_id, ['Python', 'SQL'] AS skills)

SELECT
    role_skill.skill_name,
    role_skill.active_postings,
    role_skill.required_postings,
    role_skill.unique_employers,
    role_skill.share,
    role_skill.share_low,
    role_skill.share_high,
    role_skill.n,
    role_skill.coverage
FROM mart.role_skill
JOIN mine ON mine.role_id = role_skill.role_id
WHERE NOT list_contains(mine.skills, role_skill.skill_name)
ORDER BY role_skill.share DESC, role_skill.skill_name
LIMIT 30
