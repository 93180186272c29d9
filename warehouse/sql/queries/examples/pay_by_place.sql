-- What does my role pay in each country and city, where enough vacancies say so, and how sure is the median?
-- Yours: the role.
WITH mine AS (SELECT 'data_engineer' AS role_id)

SELECT
    pay.country_code,
    pay.region,
    pay.city,
    pay.pay_currency,
    pay.pay_p50,
    pay.pay_p50_low,
    pay.pay_p50_high,
    pay.unique_employers,
    pay.n,
    pay.coverage,
    pay.refusal
FROM mart.role_pay_place AS pay
JOIN mine ON mine.role_id = pay.role_id
ORDER BY pay.pay_p50 IS NULL, pay.n DESC, pay.country_code, pay.region, pay.city, pay.pay_currency
