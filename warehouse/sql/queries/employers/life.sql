-- How long the role's adverts stay up.
SELECT life_p50, life_p50_low, life_p50_high, n, unique_employers, refusal
FROM mart.posting_life
WHERE role_id = $role_id
