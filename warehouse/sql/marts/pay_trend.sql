-- How a role's posted pay has moved at the same employers and titles, from the estimates that were made of the week.
WITH figure AS (
    SELECT
        *,
        CAST(regexp_extract(measure, '\d+$') AS SMALLINT) AS months_apart,
        starts_with(measure, 'growth_real_') AS is_real
    FROM core.estimate
    WHERE starts_with(measure, 'growth_')
)
SELECT
    role_id,
    months_apart,
    max(value) FILTER (NOT is_real) AS pay_change,
    max(low) FILTER (NOT is_real) AS pay_change_low,
    max(high) FILTER (NOT is_real) AS pay_change_high,
    max(refusal) FILTER (NOT is_real) AS refusal,
    max(value) FILTER (is_real) AS real_change,
    max(low) FILTER (is_real) AS real_change_low,
    max(high) FILTER (is_real) AS real_change_high,
    coalesce(max(n) FILTER (is_real), 0) AS real_cells,
    max(refusal) FILTER (is_real) AS real_refusal,
    max(unique_employers) FILTER (NOT is_real) AS unique_employers,
    max(window_start) - CASE months_apart WHEN 3 THEN 91 ELSE 364 END AS before_start,
    max(window_end) - CASE months_apart WHEN 3 THEN 91 ELSE 364 END AS before_end,
    max(window_start) AS window_start,
    max(window_end) AS window_end,
    max(n) FILTER (NOT is_real) AS n,
    max(coverage) FILTER (NOT is_real) AS coverage,
    any_value(panel_id) AS panel_id,
    max(method_version) AS method_version
FROM figure
GROUP BY role_id, months_apart
