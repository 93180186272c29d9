-- How long the role's adverts stay up, and how that compares with its family's.
SELECT
    life_p50, life_p50_low, life_p50_high, open_share_30, open_share_30_low, open_share_30_high, days_beyond_family,
    days_beyond_family_low, days_beyond_family_high, log_rank_p_value, completed_days, completed_days_low,
    completed_days_high, days_so_far, days_so_far_low, days_so_far_high, open_adverts, closings, refusal, unique_employers,
    n, gap_share, life_estimator
FROM mart.posting_life
WHERE role_id = $role_id
