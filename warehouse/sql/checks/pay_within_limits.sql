-- Annual pay has a currency and lies within hard limits; pay flagged implausible has no annual figure.
SELECT posting_id, pay_text, pay_currency, pay_min_annual, pay_max_annual, pay_flag
FROM core.posting
WHERE coalesce(pay_min_annual, pay_max_annual) IS NOT NULL
    AND (
        pay_currency IS NULL
        OR pay_flag = 'implausible'
        OR NOT isfinite(coalesce(pay_min_annual, pay_max_annual))
        OR NOT isfinite(coalesce(pay_max_annual, pay_min_annual))
        OR least(pay_min_annual, pay_max_annual) <= 0
        OR (
            pay_currency IN ('USD', 'EUR', 'GBP', 'CHF', 'CAD', 'AUD')
            AND (least(pay_min_annual, pay_max_annual) < 5000 OR greatest(pay_min_annual, pay_max_annual) > 2000000)
        )
    )
