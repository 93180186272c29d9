-- How long adverts of a role stay open.
SELECT
    life_p50, life_p50_low, life_p50_high, open_share_30, open_share_60, life_completed_p95, n, closings,
    unique_employers, life_estimator, refusal
FROM mart.posting_life
WHERE role_id = $role_id;
