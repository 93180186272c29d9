-- The roles that a role is ranked among: those of its family that have openings, or of its field where these are few.
WITH own AS (
    SELECT role_family, role_field
    FROM core.role
    WHERE role_id = $role_id
),
hiring AS (
    SELECT role.role_id, role.role_family = own.role_family AS is_family
    FROM core.role
    JOIN own ON own.role_field = role.role_field
    WHERE role.role_id IN (SELECT role_id FROM core.role_week WHERE week_start >= $since) OR role.role_id = $role_id
)
SELECT role_id, is_family
FROM hiring
ORDER BY role_id
