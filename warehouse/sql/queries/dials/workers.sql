-- The workers in the occupation of each role of a field, and which occupation that is; nothing where none were added.
SELECT role.role_id, role.soc_code, occupation.workers
FROM core.role
JOIN core.occupation ON occupation.soc_code = role.soc_code
WHERE role.role_field = (SELECT role_field FROM core.role WHERE role_id = $role_id)
