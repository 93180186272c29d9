-- The described vacancies of each role and employer in the two windows.
SELECT
    stage_role.role_id,
    employer,
    CAST(coalesce(sum(described) FILTER (role_period % 65536 = 1), 0) AS DOUBLE) AS before,
    CAST(coalesce(sum(described) FILTER (role_period % 65536 = 2), 0) AS DOUBLE) AS now
FROM stage_size
JOIN stage_role ON stage_role.role = role_period // 65536
WHERE role_period % 65536 <= 2 AND described > 0
GROUP BY stage_role.role_id, employer
ORDER BY role_id, employer
