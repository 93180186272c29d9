-- Which skills do vacancies name more or less often than twelve weeks before, and is that more than chance?
SELECT
    role.role_title,
    skill_change.skill_name,
    skill_change.share_before,
    skill_change.share_now,
    skill_change.change,
    skill_change.change_low,
    skill_change.change_high,
    skill_change.is_news,
    skill_change.skills_tested,
    skill_change.n,
    skill_change.coverage
FROM mart.skill_change
JOIN core.role ON role.role_id = skill_change.role_id
ORDER BY skill_change.is_news DESC, abs(skill_change.change) DESC, role.role_title, skill_change.skill_name
LIMIT 40
