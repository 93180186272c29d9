-- Which openings for my role start above my pay, even at their minimum?
-- Yours: the role, the currency and the pay a year.
WITH mine AS (SELECT 'data_engineer' AS role_id, 'USD' AS pay_currency, 120000 AS pay_annual)

SELECT
    posting.pay_min_annual,
    posting.pay_max_annual,
    posting.pay_currency,
    posting.title,
    posting.employer,
    posting.location_text,
    posting.workplace,
    posting.first_seen_at,
    posting.url
FROM mart.posting
JOIN mine
    ON
        mine.role_id = posting.role_id
        AND mine.pay_currency = posting.pay_currency
        AND posting.pay_min_annual > mine.pay_annual
WHERE posting.is_open AND posting.pay_segment IS DISTINCT FROM 'contractor'
ORDER BY posting.pay_min_annual DESC, posting.employer, posting.title
LIMIT 50
