-- Where a role's openings and new postings are likely to be, and what such ranges were worth so far.
SELECT
    outlook.role_id,
    outlook.series_name,
    outlook.horizon_weeks,
    outlook.value,
    outlook.value_low,
    outlook.value_high,
    outlook.forecast_method,
    outlook.error_share,
    outlook.naive_error_share,
    outlook.covered_share,
    outlook.forecasts_count,
    outlook.nearer_count,
    outlook.ranges_count,
    outlook.refusal,
    outlook.window_start,
    outlook.window_end,
    outlook.n,
    scope.coverage,
    scope.panel_id,
    outlook.method_version
FROM core.outlook
CROSS JOIN mart.scope
