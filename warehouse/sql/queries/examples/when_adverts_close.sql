-- In which week of their age do a role's adverts close most often?
SELECT
    role.role_title,
    hazard.age_week,
    hazard.hazard,
    hazard.hazard_low,
    hazard.hazard_high,
    hazard.closings,
    hazard.refusal,
    hazard.n,
    hazard.coverage
FROM mart.closing_hazard AS hazard
JOIN core.role ON role.role_id = hazard.role_id
ORDER BY role.role_title, hazard.age_week
