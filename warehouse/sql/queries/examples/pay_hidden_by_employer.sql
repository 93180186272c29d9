-- Which employers say what they pay, and which do not, of those with at least 5 openings?
SELECT
    employer,
    count(*) AS active_postings,
    count(*) FILTER (pay_min_annual IS NOT NULL OR pay_max_annual IS NOT NULL) AS postings_with_pay,
    count(*) FILTER (pay_min_annual IS NOT NULL OR pay_max_annual IS NOT NULL) / count(*) AS disclosed_share
FROM mart.posting
WHERE is_open
GROUP BY employer
HAVING count(*) >= 5
ORDER BY disclosed_share, active_postings DESC, employer
