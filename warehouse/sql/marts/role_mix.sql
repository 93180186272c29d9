-- How the open postings of a role divide by seniority, workplace and employment type; the unknown are a value too.
WITH span AS (
    SELECT window_start AS first_day, window_end AS last_day
    FROM mart.scope
),
panel AS (
    SELECT panel_id
    FROM mart.scope
),
fact AS (
    SELECT role_id, 'seniority' AS mix_kind, seniority AS mix_value
    FROM mart.posting
    WHERE is_open AND role_id IS NOT NULL
    UNION ALL
    SELECT role_id, 'workplace' AS mix_kind, workplace AS mix_value
    FROM mart.posting
    WHERE is_open AND role_id IS NOT NULL
    UNION ALL
    SELECT role_id, 'employment_type' AS mix_kind, employment_type AS mix_value
    FROM mart.posting
    WHERE is_open AND role_id IS NOT NULL
),
total AS (
    SELECT role_id, mix_kind, count(*) AS postings, count(mix_value) AS known
    FROM fact
    GROUP BY role_id, mix_kind
)
SELECT
    fact.role_id,
    fact.mix_kind,
    coalesce(fact.mix_value, 'unknown') AS mix_value,
    count(*) / any_value(total.postings) AS share,
    any_value(span.last_day) AS window_start,
    any_value(span.last_day) AS window_end,
    count(*) AS n,
    any_value(total.known) / any_value(total.postings) AS coverage,
    any_value(panel.panel_id) AS panel_id,
    CAST(2 AS SMALLINT) AS method_version
FROM fact
JOIN total ON total.role_id = fact.role_id AND total.mix_kind = fact.mix_kind
CROSS JOIN span
CROSS JOIN panel
GROUP BY fact.role_id, fact.mix_kind, fact.mix_value
