-- Which skills a role's vacancies ask more or less than twelve weeks before, at the same boards.
SELECT
    change.role_id,
    change.skill_id,
    skill.skill_name,
    skill.skill_kind,
    change.* EXCLUDE (role_id, skill_id)
FROM core.skill_change AS change
JOIN core.skill ON skill.skill_id = change.skill_id
