-- What the open postings of a role ask for: each skill with the share of the described postings that name it.
WITH span AS (
    SELECT window_end AS last_day
    FROM mart.scope
),
panel AS (
    SELECT panel_id
    FROM mart.scope
),
described AS (
    SELECT role_id, count(*) AS postings, count(text_hash) AS n
    FROM mart.posting
    WHERE is_open AND role_id IS NOT NULL
    GROUP BY role_id
),
asked AS (
    SELECT
        skill.role_id,
        skill.skill_id,
        any_value(skill.skill_name) AS skill_name,
        any_value(skill.skill_kind) AS skill_kind,
        count(*) AS active_postings,
        count(*) FILTER (skill.skill_need = 'required') AS required_postings,
        count(DISTINCT posting.employer_key) AS unique_employers
    FROM mart.posting_skill AS skill
    JOIN mart.posting ON posting.posting_id = skill.posting_id
    WHERE skill.is_open AND skill.role_id IS NOT NULL AND posting.text_hash IS NOT NULL
    GROUP BY skill.role_id, skill.skill_id
)
SELECT
    asked.*,
    asked.active_postings / described.n AS share,
    span.last_day AS window_start,
    span.last_day AS window_end,
    described.n,
    described.n / described.postings AS coverage,
    panel.panel_id,
    CAST(2 AS SMALLINT) AS method_version
FROM asked
JOIN described ON described.role_id = asked.role_id
CROSS JOIN span
CROSS JOIN panel
WHERE asked.unique_employers >= 3
