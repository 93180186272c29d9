-- How long a role's adverts stay up, from the estimates that were made of the week; see estimates/lives.sql.
SELECT
    role_id,
    max(value) FILTER (measure = 'life_p50') AS life_p50,
    max(low) FILTER (measure = 'life_p50') AS life_p50_low,
    max(high) FILTER (measure = 'life_p50') AS life_p50_high,
    max(value) FILTER (measure = 'life_open_14') AS open_share_14,
    max(low) FILTER (measure = 'life_open_14') AS open_share_14_low,
    max(high) FILTER (measure = 'life_open_14') AS open_share_14_high,
    max(value) FILTER (measure = 'life_open_30') AS open_share_30,
    max(low) FILTER (measure = 'life_open_30') AS open_share_30_low,
    max(high) FILTER (measure = 'life_open_30') AS open_share_30_high,
    max(value) FILTER (measure = 'life_open_60') AS open_share_60,
    max(low) FILTER (measure = 'life_open_60') AS open_share_60_low,
    max(high) FILTER (measure = 'life_open_60') AS open_share_60_high,
    max(value) FILTER (measure = 'life_mean_60') AS life_mean_60,
    max(low) FILTER (measure = 'life_mean_60') AS life_mean_60_low,
    max(high) FILTER (measure = 'life_mean_60') AS life_mean_60_high,
    max(value) FILTER (measure = 'life_completed_p95') AS life_completed_p95,
    coalesce(CAST(max(value) FILTER (measure = 'life_spells') AS BIGINT), 0) AS closings,
    coalesce(max(n) FILTER (measure = 'life_open_30'), 0) AS at_risk_30,
    coalesce(max(value) FILTER (measure = 'life_gap_share'), 0) AS gap_share,
    CAST(max(value) FILTER (measure = 'life_unknown_age') AS BIGINT) AS unknown_age_adverts,
    max(estimator) FILTER (measure = 'life_p50') AS life_estimator,
    max(refusal) FILTER (measure = 'life_p50') AS refusal,
    coalesce(max(unique_employers) FILTER (measure = 'life_spells'), 0) AS unique_employers,
    max(window_start) AS window_start,
    max(window_end) AS window_end,
    coalesce(max(n) FILTER (measure = 'life_spells'), 0) AS n,
    max(n) FILTER (measure = 'life_unknown_age')
    / (max(n) FILTER (measure = 'life_unknown_age') + max(value) FILTER (measure = 'life_unknown_age')) AS coverage,
    any_value(panel_id) AS panel_id,
    max(method_version) AS method_version
FROM core.estimate
WHERE starts_with(measure, 'life_')
GROUP BY role_id
