-- How do each employer's open postings divide by seniority, workplace and employment type? Their sums are as in mart.role_mix.
WITH fact AS (
    SELECT
        employer_key,
        unnest(['seniority', 'workplace', 'employment_type']) AS mix_kind,
        unnest([seniority, workplace, employment_type]) AS mix_value
    FROM gauge_posting
)
SELECT mix_kind, mix_value, employer_key, count(*) AS n
FROM fact
GROUP BY mix_kind, mix_value, employer_key
ORDER BY mix_kind, mix_value, employer_key
