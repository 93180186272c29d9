-- Which roles of each family have the most vacancies for the workers of their occupation, and how many adverts stand for one vacancy?
SELECT
    role.role_family,
    role.role_title,
    density.density_rank,
    density.density_siblings,
    density.relative_density,
    density.relative_density_low,
    density.relative_density_high,
    density.density_refusal,
    density.occupation_vacancies,
    density.occupation_employers,
    density.posting_intensity,
    density.posting_intensity_low,
    density.posting_intensity_high,
    density.n,
    density.coverage
FROM mart.role_density AS density
JOIN core.role ON role.role_id = density.role_id
ORDER BY role.role_family, density.density_rank NULLS LAST, role.role_title
