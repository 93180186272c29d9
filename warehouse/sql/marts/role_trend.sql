-- Where a role's openings and its new postings go, as worked out at the start of the week; see warehouse/trends.py.
SELECT
    role_trend.role_id,
    role_trend.series_name,
    role_trend.level,
    role_trend.weekly_growth,
    role_trend.weekly_growth_low,
    role_trend.weekly_growth_high,
    role_trend.growth_p_value,
    role_trend.gap_to_field,
    role_trend.gap_to_field_low,
    role_trend.gap_to_field_high,
    role_trend.gap_p_value,
    role_trend.is_seasonally_adjusted,
    role_trend.trend_method,
    role_trend.refusal,
    role_trend.window_start,
    role_trend.window_end,
    role_trend.n,
    role_trend.coverage,
    role_trend.panel_id,
    role_trend.method_version
FROM core.role_trend
