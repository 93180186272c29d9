-- What do the roles pay, by currency, where enough postings say so?
SELECT
    role.role_title,
    pay.pay_currency,
    pay.pay_p25,
    pay.pay_p50,
    pay.pay_p75,
    pay.pay_min_p50,
    pay.pay_max_p50,
    pay.n,
    pay.coverage
FROM mart.role_pay AS pay
JOIN core.role ON role.role_id = pay.role_id
WHERE pay.pay_p50 IS NOT NULL
ORDER BY pay.pay_currency, pay.pay_p50 DESC
