-- The open vacancies that an offer is compared with: those the person could take that are a year's salaried work, at their
-- own level or one beside it where both levels are known; and what each says of on-target pay, in $pay_currency.
CREATE OR REPLACE TEMP TABLE comparable AS
WITH rate AS (
    SELECT pay_currency, arg_max(per_eur, rate_on) AS per_eur
    FROM core.exchange_rate
    GROUP BY pay_currency
),
on_target AS (
    SELECT
        zone.posting_id,
        CASE WHEN count(zone.pay_min_annual) = count(*)
            THEN min(zone.pay_min_annual * coalesce(mine.per_eur, 1) / coalesce(theirs.per_eur, 1)) END AS ote_low,
        CASE WHEN count(zone.pay_max_annual) = count(*)
            THEN max(zone.pay_max_annual * coalesce(mine.per_eur, 1) / coalesce(theirs.per_eur, 1)) END AS ote_high
    FROM core.posting_pay AS zone
    LEFT JOIN rate AS theirs ON theirs.pay_currency = zone.pay_currency
    LEFT JOIN rate AS mine ON mine.pay_currency = $pay_currency
    WHERE zone.pay_kind = 'on_target'
        AND zone.posting_id IN (SELECT posting_id FROM matching)
        AND coalesce(zone.pay_flag, '') <> 'implausible'
        -- Without a rate an amount in another currency is unknown.
        AND (zone.pay_currency = 'EUR' OR theirs.per_eur IS NOT NULL OR zone.pay_currency = $pay_currency)
        AND ($pay_currency = 'EUR' OR mine.per_eur IS NOT NULL OR zone.pay_currency = $pay_currency)
    GROUP BY zone.posting_id
)
SELECT
    matching.*,
    dense_rank() OVER (ORDER BY matching.employer_key) - 1 AS employer_number,
    on_target.ote_low,
    on_target.ote_high
FROM matching
LEFT JOIN on_target ON on_target.posting_id = matching.posting_id
WHERE matching.is_salaried AND coalesce(abs(matching.seniority_step), 0) <= 1
