-- One row a pay zone, with what it is in euros at the last reference rate before the posting was first seen.
WITH typical AS (
    SELECT
        posting.role_id,
        zone.pay_currency,
        median(ln(zone.pay_min_annual + zone.pay_max_annual)) AS middle,
        mad(ln(zone.pay_min_annual + zone.pay_max_annual)) AS spread
    FROM core.posting_pay AS zone
    JOIN core.posting ON posting.posting_id = zone.posting_id
    SEMI JOIN (SELECT posting_id FROM core.spell WHERE core.is_up(closed_at, last_seen_at)) AS up ON up.posting_id = zone.posting_id
    WHERE zone.pay_min_annual > 0 AND zone.pay_max_annual > 0
    GROUP BY posting.role_id, zone.pay_currency
    HAVING count(*) >= 10
)
SELECT
    zone.posting_id,
    posting.role_id,
    posting.is_open,
    zone.zone_number,
    zone.zone_text,
    zone.pay_kind,
    zone.pay_min,
    zone.pay_max,
    zone.pay_currency,
    zone.pay_period,
    zone.pay_min_annual,
    zone.pay_max_annual,
    zone.pay_min_annual / CASE WHEN zone.pay_currency = 'EUR' THEN 1 ELSE rate.per_eur END AS pay_min_annual_eur,
    zone.pay_max_annual / CASE WHEN zone.pay_currency = 'EUR' THEN 1 ELSE rate.per_eur END AS pay_max_annual_eur,
    rate.rate_on,
    zone.pay_rule,
    zone.pay_flag,
    coalesce(
        0.6745 * abs(ln(nullif(greatest(zone.pay_min_annual + zone.pay_max_annual, 0), 0)) - typical.middle)
        > 3.5 * nullif(typical.spread, 0),
        FALSE
    ) AS is_outlier
FROM core.posting_pay AS zone
JOIN mart.posting ON posting.posting_id = zone.posting_id
LEFT JOIN typical ON typical.role_id = posting.role_id AND typical.pay_currency = zone.pay_currency
ASOF LEFT JOIN core.exchange_rate AS rate
    ON rate.pay_currency = zone.pay_currency AND rate.rate_on <= CAST(posting.first_seen_at AS DATE)
