-- Over how many employers a role's openings are spread, from the estimates that were made of the week.
WITH figure AS (
    SELECT
        role_id,
        max(value) FILTER (measure = 'breadth_hhi') AS hhi,
        max(low) FILTER (measure = 'breadth_hhi') AS hhi_low,
        max(high) FILTER (measure = 'breadth_hhi') AS hhi_high,
        max(value) FILTER (measure = 'breadth_employers') AS effective_employers,
        max(low) FILTER (measure = 'breadth_employers') AS effective_employers_low,
        max(high) FILTER (measure = 'breadth_employers') AS effective_employers_high,
        max(refusal) AS refusal,
        max(unique_employers) AS unique_employers,
        max(window_start) AS window_start,
        max(window_end) AS window_end,
        max(n) AS n,
        any_value(panel_id) AS panel_id,
        max(method_version) AS method_version
    FROM core.estimate
    WHERE starts_with(measure, 'breadth_')
    GROUP BY role_id
)
SELECT
    figure.role_id,
    figure.hhi,
    figure.hhi_low,
    figure.hhi_high,
    figure.effective_employers,
    figure.effective_employers_low,
    figure.effective_employers_high,
    figure.refusal,
    figure.unique_employers,
    figure.window_start,
    figure.window_end,
    figure.n,
    scope.coverage,
    figure.panel_id,
    figure.method_version
FROM figure
CROSS JOIN mart.scope
