-- In which week of their age do adverts close most often, for the three roles of which most have closed?
SELECT
    role.role_title,
    hazard.age_week,
    hazard.hazard,
    hazard.hazard_low,
    hazard.hazard_high,
    hazard.n,
    hazard.coverage
FROM mart.closing_hazard AS hazard
JOIN core.role ON role.role_id = hazard.role_id
WHERE hazard.refusal IS NULL
    AND hazard.role_id IN (
        SELECT role_id FROM mart.closing_hazard GROUP BY role_id ORDER BY sum(closings) DESC, role_id LIMIT 3
    )
ORDER BY role.role_title, hazard.age_week
