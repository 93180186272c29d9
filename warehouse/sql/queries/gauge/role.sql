-- What is the role called?
SELECT role_title, role_family
FROM core.role
WHERE role_id = $role_id
