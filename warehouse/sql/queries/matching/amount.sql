-- What each of these vacancies pays a year in $pay_currency at the latest reference rate, whatever currency it was stated
-- in (what is stated in it needs no rate): from the lowest to the highest of its zones. An end that any zone leaves open is open.
CREATE OR REPLACE TEMP TABLE matching_amount AS
WITH currency AS (
    SELECT pay_currency, arg_max(per_eur, rate_on) AS per_eur
    FROM core.exchange_rate
    WHERE pay_currency <> 'EUR'
    GROUP BY pay_currency
    UNION ALL
    SELECT 'EUR' AS pay_currency, 1 AS per_eur
),
converted AS (
    SELECT
        matching_pay.posting_id,
        CASE WHEN matching_pay.pay_currency = $pay_currency THEN 1 ELSE mine.per_eur / theirs.per_eur END AS rate,
        matching_pay.pay_min_annual * rate AS pay_min,
        matching_pay.pay_max_annual * rate AS pay_max,
        matching_pay.pay_currency <> $pay_currency AS is_converted,
        matching_pay.is_own_zone
    FROM matching_pay
    -- A zone whose currency has no rate stays, and leaves the pay unknown.
    LEFT JOIN currency AS theirs ON theirs.pay_currency = matching_pay.pay_currency
    LEFT JOIN currency AS mine ON mine.pay_currency = $pay_currency
)
SELECT
    posting_id,
    CASE WHEN count(pay_min) = count(*) THEN min(pay_min) END AS pay_low,
    CASE WHEN count(pay_max) = count(*) THEN max(pay_max) END AS pay_high,
    bool_or(is_converted) AS is_pay_converted,
    bool_and(is_own_zone) AS is_own_zone
FROM converted
GROUP BY posting_id
