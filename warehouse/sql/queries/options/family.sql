-- The sibling roles of a role, which have openings now: those of its family.
SELECT role.role_id, role.role_title
FROM core.role
WHERE role.role_family = (SELECT role_family FROM core.role WHERE role_id = $role_id)
    AND EXISTS (
        SELECT 1
        FROM core.role_week
        WHERE role_week.role_id = role.role_id AND role_week.week_start >= CAST($as_of AS DATE) - 13
    )
ORDER BY role.role_title
