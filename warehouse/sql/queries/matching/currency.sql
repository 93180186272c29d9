-- The currency that most of these vacancies state pay in.
SELECT pay_currency
FROM matching_pay
WHERE pay_currency IS NOT NULL
GROUP BY pay_currency
ORDER BY count(DISTINCT posting_id) DESC, pay_currency
LIMIT 1
