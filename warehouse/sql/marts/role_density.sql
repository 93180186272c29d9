-- Adverts for each vacancy of a role, and vacancies of its occupation for its workers, from the estimates made of the week.
WITH figure AS (
    SELECT
        role_id,
        CAST(max(value) FILTER (measure = 'density_vacancies') AS BIGINT) AS active_vacancies,
        max(value) FILTER (measure = 'density_intensity') AS posting_intensity,
        max(low) FILTER (measure = 'density_intensity') AS posting_intensity_low,
        max(high) FILTER (measure = 'density_intensity') AS posting_intensity_high,
        max(refusal) FILTER (measure = 'density_intensity') AS refusal,
        nullif(max(n) FILTER (measure = 'density_relative'), 0) AS occupation_vacancies,
        nullif(max(unique_employers) FILTER (measure = 'density_relative'), 0) AS occupation_employers,
        max(value) FILTER (measure = 'density_relative') AS relative_density,
        max(low) FILTER (measure = 'density_relative') AS relative_density_low,
        max(high) FILTER (measure = 'density_relative') AS relative_density_high,
        max(refusal) FILTER (measure = 'density_relative') AS density_refusal,
        max(unique_employers) FILTER (measure = 'density_vacancies') AS unique_employers,
        max(window_start) AS window_start,
        max(window_end) AS window_end,
        max(n) FILTER (measure = 'density_vacancies') AS n,
        any_value(panel_id) AS panel_id,
        max(method_version) AS method_version
    FROM core.estimate
    WHERE starts_with(measure, 'density_')
    GROUP BY role_id
),
-- Roles of one occupation have one density between them: what is ranked in a family is its occupations.
sibling AS (
    SELECT
        role.role_family,
        role.soc_code,
        any_value(figure.relative_density) AS density,
        rank() OVER (PARTITION BY role.role_family ORDER BY density DESC NULLS LAST) AS density_rank,
        count(density) OVER (PARTITION BY role.role_family) AS density_siblings
    FROM figure
    JOIN core.role ON role.role_id = figure.role_id
    GROUP BY role.role_family, role.soc_code
)
SELECT
    figure.role_id,
    figure.active_vacancies,
    figure.posting_intensity,
    figure.posting_intensity_low,
    figure.posting_intensity_high,
    figure.refusal,
    role.soc_code,
    figure.occupation_vacancies,
    figure.occupation_employers,
    occupation.workers,
    figure.relative_density,
    figure.relative_density_low,
    figure.relative_density_high,
    CASE
        WHEN figure.relative_density IS NOT NULL AND sibling.density_siblings > 1 THEN sibling.density_rank
    END AS density_rank,
    sibling.density_siblings,
    figure.density_refusal,
    figure.unique_employers,
    figure.window_start,
    figure.window_end,
    figure.n,
    scope.coverage,
    figure.panel_id,
    figure.method_version
FROM figure
JOIN core.role ON role.role_id = figure.role_id
JOIN sibling ON sibling.role_family = role.role_family AND sibling.soc_code = role.soc_code
LEFT JOIN core.occupation ON occupation.soc_code = role.soc_code
CROSS JOIN mart.scope
