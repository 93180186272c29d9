-- What pay do the open postings state, by currency, and where does my pay stand in it? Figures as in mart.role_pay.
WITH open_posting AS (
    SELECT
        employer,
        pay_currency,
        pay_min_annual,
        pay_max_annual,
        coalesce(pay_min_annual, pay_max_annual) IS NOT NULL
        AND coalesce(pay_flag, '') NOT IN ('on_target', 'net') AS has_pay,
        CASE
            WHEN pay_flag IS DISTINCT FROM 'wide_range' AND pay_max_annual <= 2.5 * pay_min_annual
                THEN (pay_min_annual + pay_max_annual) / 2
        END AS pay_mid,
        CASE WHEN pay_currency = CAST($pay_currency AS VARCHAR) THEN CAST($pay_annual AS DOUBLE) END AS mine
    FROM gauge_posting
    WHERE is_open
        AND seniority IS DISTINCT FROM 'intern'
        AND coalesce(employment_type, '') NOT IN ('internship', 'part_time', 'volunteer')
        AND pay_segment IS DISTINCT FROM 'contractor'
        -- Stated hours below 30 a week: part-time, whatever the posting calls itself.
        AND NOT coalesce(
            pay_period = 'hour' AND coalesce(pay_min_annual / pay_min, pay_max_annual / pay_max) < 30 * 52, FALSE
        )
),
role AS (
    SELECT count(*) AS active_postings, count(*) FILTER (has_pay) / count(*) AS disclosure
    FROM open_posting
),
pay AS (
    SELECT
        pay_currency,
        any_value(mine) AS mine,
        count(*) AS n,
        count(DISTINCT employer) AS unique_employers,
        count(pay_mid) AS mid_n,
        count(DISTINCT employer) FILTER (pay_mid IS NOT NULL) AS mid_employers,
        quantile_cont(pay_mid, 0.25) AS p25,
        quantile_cont(pay_mid, 0.50) AS p50,
        quantile_cont(pay_mid, 0.75) AS p75,
        quantile_cont(coalesce(pay_min_annual, 0), 0.50) AS min_p50,
        quantile_cont(coalesce(pay_max_annual, CAST('infinity' AS DOUBLE)), 0.50) AS max_p50,
        count(*) FILTER (pay_max_annual < mine) AS below_mine,
        count(*) FILTER (coalesce(pay_min_annual, 0) <= mine) AS started_by_mine,
        count(*) FILTER (pay_min_annual > mine) AS start_above_mine
    FROM open_posting
    WHERE has_pay AND pay_currency IS NOT NULL
    GROUP BY pay_currency
)
SELECT
    pay.pay_currency AS currency,
    pay.n,
    pay.unique_employers,
    role.active_postings,
    role.disclosure,
    CASE WHEN pay.mid_n >= 20 AND pay.mid_employers >= 5 THEN pay.p25 END AS p25,
    CASE WHEN pay.mid_n >= 10 AND pay.mid_employers >= 5 THEN pay.p50 END AS p50,
    CASE WHEN pay.mid_n >= 20 AND pay.mid_employers >= 5 THEN pay.p75 END AS p75,
    CASE WHEN pay.n >= 10 AND pay.unique_employers >= 5 AND pay.min_p50 > 0 THEN pay.min_p50 END AS min_p50,
    CASE WHEN pay.n >= 10 AND pay.unique_employers >= 5 AND isfinite(pay.max_p50) THEN pay.max_p50 END AS max_p50,
    pay.mine,
    CASE WHEN pay.n >= 30 AND pay.mine IS NOT NULL THEN pay.below_mine / pay.n END AS percentile_low,
    CASE WHEN pay.n >= 30 AND pay.mine IS NOT NULL THEN pay.started_by_mine / pay.n END AS percentile_high,
    CASE WHEN pay.mine IS NOT NULL THEN pay.start_above_mine END AS start_above_mine
FROM pay
CROSS JOIN role
ORDER BY pay.n DESC, pay.pay_currency
