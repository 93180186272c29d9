-- Which employers opened the most postings in the last four weeks, for all roles together?
SELECT
    employer,
    sum(new_postings) AS new_postings,
    sum(closed_postings) AS closed_postings,
    sum(active_postings) AS active_postings,
    any_value(coverage) AS coverage
FROM mart.employer_activity
GROUP BY employer
ORDER BY new_postings DESC, active_postings DESC, employer
LIMIT 30
