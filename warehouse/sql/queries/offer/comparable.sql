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
        AND zone.posting_id IN (SELECT posting_id FROM matching_vacancy)
        AND coalesce(zone.pay_flag, '') <> 'implausible'
        -- Without a rate an amount in another currency is unknown.
        AND (zone.pay_currency = 'EUR' OR theirs.per_eur IS NOT NULL OR zone.pay_currency = $pay_currency)
        AND ($pay_currency = 'EUR' OR mine.per_eur IS NOT NULL OR zone.pay_currency = $pay_currency)
    GROUP BY zone.posting_id
),
level AS (
    SELECT unnest(CAST($ladder AS VARCHAR[])) AS seniority, unnest(CAST($rungs AS INTEGER[])) AS rung
),
benefit AS (
    SELECT posting_id, list_sort(list(DISTINCT term_id)) AS benefits
    FROM core.posting_term
    WHERE term_kind = 'benefit' AND posting_id IN (SELECT posting_id FROM matching_vacancy)
    GROUP BY posting_id
)
SELECT
    vacancy.vacancy_id,
    vacancy.posting_id,
    vacancy.employer_key,
    employer.employer,
    dense_rank() OVER (ORDER BY vacancy.employer_key) - 1 AS employer_number,
    vacancy.title,
    vacancy.url,
    vacancy.first_seen_on,
    vacancy.is_described,
    coalesce(benefit.benefits, []) AS benefits,
    pay.pay_low,
    pay.pay_high,
    coalesce(pay.pay_low, pay.pay_high) IS NOT NULL AS is_pay_stated,
    coalesce(pay.is_pay_converted, FALSE) AS is_pay_converted,
    on_target.ote_low,
    on_target.ote_high
FROM matching_vacancy AS vacancy
JOIN mart.employer ON employer.employer_key = vacancy.employer_key
LEFT JOIN matching_amount AS pay ON pay.posting_id = vacancy.posting_id
LEFT JOIN on_target ON on_target.posting_id = vacancy.posting_id
LEFT JOIN benefit ON benefit.posting_id = vacancy.posting_id
LEFT JOIN level ON level.seniority = vacancy.seniority
WHERE vacancy.is_salaried AND coalesce(abs(level.rung - CAST($rung AS INTEGER)), 0) <= 1
