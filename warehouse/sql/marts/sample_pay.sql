-- Advertised annual pay in an imported sample, a source, role and currency; the postings left out and the mid-points are
-- those of mart.role_pay. Postings seen in the 365 days, or as many as there are, that end with the source's last day.
WITH span AS (
    SELECT
        platform, greatest(min(first_seen_on), max(last_seen_on) - 364) AS first_day, max(last_seen_on) AS last_day
    FROM mart.sample_posting
    GROUP BY platform
),
seen AS (
    SELECT
        posting.platform,
        posting.role_id,
        posting.employer_key,
        posting.pay_currency,
        span.first_day,
        span.last_day,
        coalesce(posting.pay_min_annual, posting.pay_max_annual) IS NOT NULL
        AND coalesce(posting.pay_flag, '') NOT IN ('on_target', 'net') AS has_pay,
        CASE
            WHEN posting.pay_flag IS DISTINCT FROM 'wide_range'
                AND NOT core.is_wide(posting.pay_min_annual, posting.pay_max_annual)
                THEN (posting.pay_min_annual + posting.pay_max_annual) / 2
        END AS pay_mid
    FROM mart.sample_posting AS posting
    JOIN span ON span.platform = posting.platform
    WHERE posting.role_id IS NOT NULL
        AND posting.last_seen_on >= span.first_day
        AND posting.seniority IS DISTINCT FROM 'intern'
        AND coalesce(posting.employment_type, '') NOT IN ('internship', 'part_time', 'volunteer')
        AND posting.pay_segment IS DISTINCT FROM 'contractor'
        AND NOT coalesce(
            posting.pay_period = 'hour'
            AND coalesce(posting.pay_min_annual / posting.pay_min, posting.pay_max_annual / posting.pay_max) < 30 * 52,
            FALSE
        )
),
disclosure AS (
    SELECT platform, role_id, count(*) FILTER (has_pay) / count(*) AS coverage
    FROM seen
    GROUP BY platform, role_id
),
pay AS (
    SELECT
        platform,
        role_id,
        pay_currency,
        any_value(first_day) AS first_day,
        any_value(last_day) AS last_day,
        count(*) AS n,
        count(DISTINCT employer_key) AS unique_employers,
        count(pay_mid) AS mid_n,
        count(DISTINCT employer_key) FILTER (pay_mid IS NOT NULL) AS mid_employers,
        quantile_cont(pay_mid, 0.25) AS p25,
        quantile_cont(pay_mid, 0.50) AS p50,
        quantile_cont(pay_mid, 0.75) AS p75
    FROM seen
    WHERE has_pay AND pay_currency IS NOT NULL
    GROUP BY platform, role_id, pay_currency
)
SELECT
    pay.platform,
    pay.role_id,
    pay.pay_currency,
    CASE WHEN pay.mid_n >= 20 AND pay.mid_employers >= 5 THEN pay.p25 END AS pay_p25,
    CASE WHEN pay.mid_n >= 10 AND pay.mid_employers >= 5 THEN pay.p50 END AS pay_p50,
    CASE WHEN pay.mid_n >= 20 AND pay.mid_employers >= 5 THEN pay.p75 END AS pay_p75,
    -- DuckDB's own, which interpolates, whatever the number.
    'type_7' AS pay_estimator,
    pay.unique_employers,
    pay.first_day AS window_start,
    pay.last_day AS window_end,
    pay.n,
    disclosure.coverage,
    'sample:' || pay.platform AS panel_id,
    CAST(2 AS SMALLINT) AS method_version
FROM pay
JOIN disclosure ON disclosure.platform = pay.platform AND disclosure.role_id = pay.role_id
