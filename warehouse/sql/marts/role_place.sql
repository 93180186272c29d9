-- Where a role is offered: each open posting counts once at every place that it names.
WITH span AS (
    SELECT window_start AS first_day, window_end AS last_day
    FROM mart.scope
),
panel AS (
    SELECT panel_id
    FROM mart.scope
),
known AS (
    SELECT role_id, count(country_code) / count(*) AS coverage
    FROM mart.posting
    WHERE is_open AND role_id IS NOT NULL
    GROUP BY role_id
)
SELECT
    posting.role_id,
    place.country_code,
    place.city,
    count(DISTINCT posting.posting_id) AS active_postings,
    count(DISTINCT posting.employer) AS unique_employers,
    any_value(span.last_day) AS window_start,
    any_value(span.last_day) AS window_end,
    count(DISTINCT posting.posting_id) AS n,
    any_value(known.coverage) AS coverage,
    any_value(panel.panel_id) AS panel_id,
    CAST(2 AS SMALLINT) AS method_version
FROM mart.posting
JOIN core.posting_place AS place ON place.posting_id = posting.posting_id
JOIN known ON known.role_id = posting.role_id
CROSS JOIN span
CROSS JOIN panel
WHERE posting.is_open
GROUP BY posting.role_id, place.country_code, place.city
