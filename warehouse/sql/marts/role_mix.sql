-- How the open postings of a role divide by seniority, workplace and employment type; the unknown are a value too.
WITH span AS (
    SELECT max(observed_on) AS last_day
    FROM core.board_day
),
panel AS (
    SELECT substr(sha256(coalesce(string_agg(DISTINCT board_id, ',' ORDER BY board_id), '')), 1, 12) AS panel_id
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty')
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
    CAST(1 AS SMALLINT) AS method_version
FROM fact
JOIN total ON total.role_id = fact.role_id AND total.mix_kind = fact.mix_kind
CROSS JOIN span
CROSS JOIN panel
GROUP BY fact.role_id, fact.mix_kind, fact.mix_value
