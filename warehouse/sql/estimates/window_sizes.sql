-- The described vacancies of each role and employer in the two windows.
SELECT
    role_period // 65536 AS role,
    employer,
    CAST(coalesce(sum(described) FILTER (role_period % 65536 = 1), 0) AS DOUBLE) AS before,
    CAST(coalesce(sum(described) FILTER (role_period % 65536 = 2), 0) AS DOUBLE) AS now
FROM stage_size
WHERE role_period % 65536 <= 2 AND described > 0
GROUP BY role_period // 65536, employer
ORDER BY role, employer
