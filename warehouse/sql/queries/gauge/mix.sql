-- How do the open postings divide by seniority, workplace and employment type? Figures as in mart.role_mix.
WITH fact AS (
    SELECT
        unnest(['seniority', 'workplace', 'employment_type']) AS mix_kind,
        unnest([seniority, workplace, employment_type]) AS mix_value
    FROM gauge_posting
)
SELECT mix_kind, mix_value, count(*) AS n, CAST(sum(count(*)) OVER (PARTITION BY mix_kind) AS BIGINT) AS total
FROM fact
GROUP BY mix_kind, mix_value
ORDER BY mix_kind, mix_value IS NULL, n DESC, mix_value
