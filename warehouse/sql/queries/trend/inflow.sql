-- New postings a week, and how that compares with the four weeks before.
SELECT
    new_per_week, new_per_week_low, new_per_week_high, refusal, new_ratio, new_ratio_low, new_ratio_high, unique_employers, n
FROM mart.role_inflow
WHERE role_id = $role_id
