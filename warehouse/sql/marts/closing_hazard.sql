-- Of a role's adverts open when a week of their age began, the share gone by its end, from the estimates made of the week.
WITH figure AS (
    SELECT *, CAST(regexp_extract(measure, '\d+$') AS SMALLINT) AS age_week
    FROM core.estimate
    WHERE starts_with(measure, 'life_hazard_')
),
closed AS (
    SELECT role_id, age_week, CAST(value AS BIGINT) AS closings
    FROM figure
    WHERE starts_with(measure, 'life_hazard_closed_')
)
SELECT
    figure.role_id,
    figure.age_week,
    closed.closings,
    figure.value AS hazard,
    figure.low AS hazard_low,
    figure.high AS hazard_high,
    figure.refusal,
    figure.unique_employers,
    figure.window_start,
    figure.window_end,
    figure.n,
    life.coverage,
    figure.panel_id,
    figure.method_version
FROM figure
JOIN closed ON closed.role_id = figure.role_id AND closed.age_week = figure.age_week
JOIN mart.posting_life AS life ON life.role_id = figure.role_id
WHERE NOT starts_with(figure.measure, 'life_hazard_closed_')
