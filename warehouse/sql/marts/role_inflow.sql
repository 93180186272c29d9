-- New postings a week of the last four, and how they compare with the four before, from the estimates made of the week.
WITH figure AS (
    SELECT
        role_id,
        max(value) FILTER (measure = 'rate_new') AS new_per_week,
        max(low) FILTER (measure = 'rate_new') AS new_per_week_low,
        max(high) FILTER (measure = 'rate_new') AS new_per_week_high,
        max(refusal) FILTER (measure = 'rate_new') AS refusal,
        max(value) FILTER (measure = 'rate_ratio') AS new_ratio,
        max(low) FILTER (measure = 'rate_ratio') AS new_ratio_low,
        max(high) FILTER (measure = 'rate_ratio') AS new_ratio_high,
        max(refusal) FILTER (measure = 'rate_ratio') AS ratio_refusal,
        max(unique_employers) FILTER (measure = 'rate_new') AS unique_employers,
        max(window_start) AS window_start,
        max(window_end) AS window_end,
        max(n) FILTER (measure = 'rate_new') AS n,
        any_value(panel_id) AS panel_id,
        max(method_version) AS method_version
    FROM core.estimate
    WHERE starts_with(measure, 'rate_')
    GROUP BY role_id
)
SELECT
    figure.role_id,
    figure.new_per_week,
    figure.new_per_week_low,
    figure.new_per_week_high,
    figure.refusal,
    figure.new_ratio,
    figure.new_ratio_low,
    figure.new_ratio_high,
    figure.ratio_refusal,
    figure.unique_employers,
    figure.window_start,
    figure.window_end,
    figure.n,
    scope.coverage,
    figure.panel_id,
    figure.method_version
FROM figure
CROSS JOIN mart.scope
