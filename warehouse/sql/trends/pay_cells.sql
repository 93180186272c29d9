-- Posted pay of the same employer, title and country in the four weeks up to `last_day` and in four weeks `apart` days
-- before: the change of the median, in logarithms, in euros at one day's rates, so that no move of a rate is one of pay.
-- Pay in a currency without a rate is compared with such in the same one. Which postings count is said in adverts.sql.
WITH rate AS (
    SELECT
        pay_currency,
        -- The rates of the earlier window's end, or the first there are.
        coalesce(
            arg_max(per_eur, rate_on) FILTER (rate_on <= getvariable('last_day') - getvariable('apart')),
            arg_min(per_eur, rate_on)
        ) AS per_eur
    FROM core.exchange_rate
    GROUP BY pay_currency
),
posted AS (
    SELECT
        posting.role_id,
        posting.employer_key,
        posting.title_clean,
        posting.country_code,
        CASE WHEN posting.pay_currency = 'EUR' OR rate.per_eur > 0 THEN 'EUR' ELSE posting.pay_currency END AS compared_in,
        spell.first_seen_on > getvariable('last_day') - 28 AS is_now,
        (posting.pay_min_annual + posting.pay_max_annual) / 2
        / CASE WHEN posting.pay_currency <> 'EUR' AND rate.per_eur > 0 THEN rate.per_eur ELSE 1 END AS pay_mid
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    LEFT JOIN rate ON rate.pay_currency = posting.pay_currency
    WHERE spell.spell_number = 1
        AND NOT spell.is_left_censored
        AND (
            spell.first_seen_on > getvariable('last_day') - 28
            OR spell.first_seen_on BETWEEN
            getvariable('last_day') - getvariable('apart') - 27 AND getvariable('last_day') - getvariable('apart')
        )
        AND posting.role_id IS NOT NULL
        AND posting.pay_currency IS NOT NULL
        AND posting.pay_min_annual > 0
        AND NOT core.is_wide(posting.pay_min_annual, posting.pay_max_annual)
        AND coalesce(posting.pay_flag, '') NOT IN ('on_target', 'net', 'wide_range')
        AND posting.seniority IS DISTINCT FROM 'intern'
        AND coalesce(posting.employment_type, '') NOT IN ('internship', 'part_time', 'volunteer')
        AND posting.pay_segment IS DISTINCT FROM 'contractor'
)
SELECT
    role_id,
    employer_key,
    hash(employer_key) AS employer,
    country_code,
    count(*) FILTER (is_now) AS postings,
    ln(median(pay_mid) FILTER (is_now) / median(pay_mid) FILTER (NOT is_now)) AS growth
FROM posted
GROUP BY role_id, employer_key, title_clean, country_code, compared_in
HAVING count(*) FILTER (is_now) > 0
ORDER BY ALL
