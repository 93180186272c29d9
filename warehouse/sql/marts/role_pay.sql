-- Advertised annual pay of the open vacancies, a role and currency, from the estimates that were made when the data last
-- changed. Which postings count is said in estimates/adverts.sql.
SELECT
    role_id,
    pay_currency,
    max(value) FILTER (measure = 'pay_p10') AS pay_p10,
    max(low) FILTER (measure = 'pay_p10') AS pay_p10_low,
    max(high) FILTER (measure = 'pay_p10') AS pay_p10_high,
    max(value) FILTER (measure = 'pay_p25') AS pay_p25,
    max(low) FILTER (measure = 'pay_p25') AS pay_p25_low,
    max(high) FILTER (measure = 'pay_p25') AS pay_p25_high,
    max(value) FILTER (measure = 'pay_p50') AS pay_p50,
    max(low) FILTER (measure = 'pay_p50') AS pay_p50_low,
    max(high) FILTER (measure = 'pay_p50') AS pay_p50_high,
    max(value) FILTER (measure = 'pay_p75') AS pay_p75,
    max(low) FILTER (measure = 'pay_p75') AS pay_p75_low,
    max(high) FILTER (measure = 'pay_p75') AS pay_p75_high,
    max(value) FILTER (measure = 'pay_p90') AS pay_p90,
    max(low) FILTER (measure = 'pay_p90') AS pay_p90_low,
    max(high) FILTER (measure = 'pay_p90') AS pay_p90_high,
    max(low) FILTER (measure = 'pay_bounds_p50') AS pay_min_p50,
    max(high) FILTER (measure = 'pay_bounds_p50') AS pay_max_p50,
    max(low) FILTER (measure = 'pay_silent_p50') AS pay_worst_p50,
    max(high) FILTER (measure = 'pay_silent_p50') AS pay_best_p50,
    max(estimator) FILTER (measure = 'pay_p50') AS pay_estimator,
    max(value) FILTER (measure = 'pay_effective_n') AS effective_n,
    max(refusal) FILTER (measure = 'pay_p50') AS refusal,
    CAST(max(value) FILTER (measure = 'pay_outliers') AS BIGINT) AS pay_outliers,
    max(unique_employers) FILTER (measure = 'pay_bounds_p50') AS unique_employers,
    max(window_start) AS window_start,
    max(window_end) AS window_end,
    max(n) FILTER (measure = 'pay_bounds_p50') AS n,
    max(coverage) AS coverage,
    any_value(panel_id) AS panel_id,
    max(method_version) AS method_version
FROM core.estimate
WHERE starts_with(measure, 'pay_') AND country_code IS NULL
GROUP BY role_id, pay_currency
