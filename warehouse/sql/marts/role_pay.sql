-- Advertised annual pay of the open postings, a role and currency. Mid-points leave out one-sided and very wide ranges;
-- the bounds keep them: a minimum not stated could be nothing, a maximum not stated could be anything. On-target pay is
-- more than base pay, pay after tax less: both are left out. Wide is judged by the figures too, as a graver flag can
-- stand in wide_range's place. Internships, part-time and volunteer postings are left out, of coverage too: theirs is no
-- year's full-time pay; so are contractors' rates, which are no salary.
WITH span AS (
    SELECT window_start AS first_day, window_end AS last_day
    FROM mart.scope
),
panel AS (
    SELECT panel_id
    FROM mart.scope
),
open_posting AS (
    SELECT
        role_id,
        employer,
        pay_currency,
        pay_min_annual,
        pay_max_annual,
        coalesce(pay_min_annual, pay_max_annual) IS NOT NULL
        AND coalesce(pay_flag, '') NOT IN ('on_target', 'net') AS has_pay,
        CASE
            WHEN pay_flag IS DISTINCT FROM 'wide_range' AND pay_max_annual <= 2.5 * pay_min_annual
                THEN (pay_min_annual + pay_max_annual) / 2
        END AS pay_mid
    FROM mart.posting
    WHERE is_open
        AND role_id IS NOT NULL
        AND seniority IS DISTINCT FROM 'intern'
        AND coalesce(employment_type, '') NOT IN ('internship', 'part_time', 'volunteer')
        AND pay_segment IS DISTINCT FROM 'contractor'
        -- Stated hours below 30 a week: part-time, whatever the posting calls itself.
        AND NOT coalesce(
            pay_period = 'hour' AND coalesce(pay_min_annual / pay_min, pay_max_annual / pay_max) < 30 * 52, FALSE
        )
),
disclosure AS (
    SELECT role_id, count(*) FILTER (has_pay) / count(*) AS coverage
    FROM open_posting
    GROUP BY role_id
),
pay AS (
    SELECT
        role_id,
        pay_currency,
        count(*) AS n,
        count(DISTINCT employer) AS unique_employers,
        count(pay_mid) AS mid_n,
        count(DISTINCT employer) FILTER (pay_mid IS NOT NULL) AS mid_employers,
        quantile_cont(pay_mid, 0.25) AS p25,
        quantile_cont(pay_mid, 0.50) AS p50,
        quantile_cont(pay_mid, 0.75) AS p75,
        quantile_cont(coalesce(pay_min_annual, 0), 0.50) AS min_p50,
        quantile_cont(coalesce(pay_max_annual, CAST('infinity' AS DOUBLE)), 0.50) AS max_p50
    FROM open_posting
    WHERE has_pay AND pay_currency IS NOT NULL
    GROUP BY role_id, pay_currency
)
SELECT
    pay.role_id,
    pay.pay_currency,
    CASE WHEN pay.mid_n >= 20 AND pay.mid_employers >= 5 THEN pay.p25 END AS pay_p25,
    CASE WHEN pay.mid_n >= 10 AND pay.mid_employers >= 5 THEN pay.p50 END AS pay_p50,
    CASE WHEN pay.mid_n >= 20 AND pay.mid_employers >= 5 THEN pay.p75 END AS pay_p75,
    CASE WHEN pay.n >= 10 AND pay.unique_employers >= 5 AND pay.min_p50 > 0 THEN pay.min_p50 END AS pay_min_p50,
    CASE
        WHEN pay.n >= 10 AND pay.unique_employers >= 5 AND isfinite(pay.max_p50) THEN pay.max_p50
    END AS pay_max_p50,
    pay.unique_employers,
    span.last_day AS window_start,
    span.last_day AS window_end,
    pay.n,
    disclosure.coverage,
    panel.panel_id,
    CAST(1 AS SMALLINT) AS method_version
FROM pay
JOIN disclosure ON disclosure.role_id = pay.role_id
CROSS JOIN span
CROSS JOIN panel
