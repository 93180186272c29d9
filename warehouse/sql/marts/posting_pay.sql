-- One row a pay zone, with what it is in euros at the last reference rate before the posting was first seen.
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
    zone.pay_flag
FROM core.posting_pay AS zone
JOIN mart.posting ON posting.posting_id = zone.posting_id
ASOF LEFT JOIN core.exchange_rate AS rate
    ON rate.pay_currency = zone.pay_currency AND rate.rate_on <= CAST(posting.first_seen_at AS DATE)
