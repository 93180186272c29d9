-- Where the role's weekly series go.
SELECT
    series_name, level, weekly_growth, weekly_growth_low, weekly_growth_high, growth_p_value, gap_to_field,
    gap_to_field_low, gap_to_field_high, is_seasonally_adjusted, refusal, window_start, window_end, n
FROM mart.role_trend
WHERE role_id = $role_id
ORDER BY series_name
