-- The skills whose share has changed by more than chance explains, and which way.
SELECT change.skill_id, skill.skill_name, change.change > 0 AS is_up
FROM mart.skill_change AS change
JOIN core.skill ON skill.skill_id = change.skill_id
WHERE change.role_id = $role_id AND change.is_news
ORDER BY change.skill_id
