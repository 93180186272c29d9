-- The roles of a role's family, and its name.
SELECT role_id, role_family
FROM core.role
WHERE role_family = (SELECT role_family FROM core.role WHERE role_id = $role_id);
