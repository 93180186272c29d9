-- What those who work in the role's occupation are paid, where the person added it, and which other roles it covers.
SELECT
    occupation.soc_code,
    occupation.release,
    occupation.workers,
    occupation.wage_p10,
    occupation.wage_p25,
    occupation.wage_p50,
    occupation.wage_p75,
    occupation.wage_p90,
    occupation.wage_open_from,
    occupation.wage_at_least,
    (
        SELECT count(*)
        FROM core.role AS other
        WHERE other.soc_code = role.soc_code AND other.role_id <> role.role_id
    ) AS other_roles
FROM core.role
JOIN core.occupation ON occupation.soc_code = role.soc_code
WHERE role.role_id = $role_id
    AND coalesce(occupation.wage_p10, occupation.wage_p25, occupation.wage_p50, occupation.wage_at_least) IS NOT NULL
