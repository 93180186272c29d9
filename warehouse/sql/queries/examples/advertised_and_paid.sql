-- What do adverts in US dollars promise, beside what those who work in the occupation were paid (OEWS, where you added it)?
SELECT
    role.role_title,
    pay.pay_p50 AS advertised_p50,
    pay.pay_p50_low AS advertised_low,
    pay.pay_p50_high AS advertised_high,
    pay.pay_min_p50 AS least_advertised_p50,
    pay.pay_max_p50 AS most_advertised_p50,
    occupation.wage_p50 AS paid_p50,
    CASE WHEN occupation.wage_open_from <= 50 THEN occupation.wage_at_least END AS paid_p50_at_least,
    occupation.release AS paid_in,
    pay.refusal,
    pay.n,
    pay.coverage
FROM mart.role_pay AS pay
JOIN core.role ON role.role_id = pay.role_id
JOIN core.occupation ON occupation.soc_code = role.soc_code
WHERE pay.pay_currency = 'USD'
ORDER BY pay.n DESC, role.role_title
