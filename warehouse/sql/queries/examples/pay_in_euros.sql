-- Which openings for my role pay most when all currencies are turned into euros, at what day's rate?
-- Yours: the role. Prices differ between countries; this compares exchange rates, not what pay buys.
WITH mine AS (SELECT 'data_engineer' AS role_id)

SELECT
    pay.pay_min_annual_eur,
    pay.pay_max_annual_eur,
    pay.pay_min_annual,
    pay.pay_max_annual,
    pay.pay_currency,
    pay.rate_on,
    posting.title,
    posting.employer,
    posting.location_text,
    posting.url
FROM mart.posting_pay AS pay
JOIN mine ON mine.role_id = pay.role_id
JOIN mart.posting ON posting.posting_id = pay.posting_id
WHERE pay.is_open AND pay.zone_number = 1 AND pay.pay_min_annual_eur IS NOT NULL
ORDER BY pay.pay_min_annual_eur DESC, posting.employer, posting.title, posting.url
LIMIT 50
