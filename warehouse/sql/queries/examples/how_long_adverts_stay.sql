-- How long do adverts stay up, role by role, and what share is still up after 14, 30 and 60 days?
SELECT
    role.role_title,
    life.life_p50,
    life.life_p50_low,
    life.life_p50_high,
    life.open_share_14,
    life.open_share_30,
    life.open_share_60,
    life.closings,
    life.refusal,
    life.n,
    life.coverage
FROM mart.posting_life AS life
JOIN core.role ON role.role_id = life.role_id
ORDER BY life.life_p50 IS NULL, life.life_p50, role.role_title
