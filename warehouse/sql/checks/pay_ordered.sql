-- The lowest pay is not above the highest, as stated and annualised.
SELECT posting_id, pay_text, pay_min, pay_max, pay_min_annual, pay_max_annual
FROM core.posting
WHERE pay_min > pay_max OR pay_min_annual > pay_max_annual
