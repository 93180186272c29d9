-- How posted pay has moved at the same employers and titles, over three months and over twelve.
SELECT
    months_apart, pay_change, pay_change_low, pay_change_high, refusal, real_change, real_change_low, real_change_high,
    unique_employers, n
FROM mart.pay_trend
WHERE role_id = $role_id
ORDER BY months_apart
