-- Who opens the roles: each employer's vacancies now and those opened in the year that ends with the last day (or since they
-- are watched), how often it advertised one again, and in how many months it opened any. Those with openings within the
-- person's limits (matching_vacancy) come first, then those with the most openings.
WITH own AS MATERIALIZED (
    SELECT
        posting.posting_id,
        posting.employer_key,
        coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id,
        coalesce(vacancy.series_id, posting.posting_id) AS series_id,
        vacancy.is_repost,
        coalesce(posting.pay_min_annual, posting.pay_max_annual) IS NOT NULL
        AND coalesce(posting.pay_flag, '') NOT IN ('on_target', 'net') AS has_pay,
        posting.posted_at
    FROM core.posting
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
    WHERE list_contains(CAST($roles AS VARCHAR[]), posting.role_id)
),
life AS MATERIALIZED (
    SELECT
        own.employer_key,
        own.vacancy_id,
        own.posting_id,
        own.has_pay,
        spell.first_seen_on,
        core.up_since(
            core.posted_on(own.posted_at, spell.first_seen_at, spell.first_seen_on), spell.first_seen_on
        ) AS up_since,
        core.is_up(spell.closed_at, spell.last_seen_at) AS is_open,
        spell.is_left_censored AND spell.spell_number = 1 AS was_there,
        core.is_again(spell.spell_number, own.vacancy_id, own.series_id, own.is_repost) AS is_again,
        spell.first_seen_on > CAST($as_of AS DATE) - 365 AS in_year
    FROM core.spell
    JOIN own ON own.posting_id = spell.posting_id
),
-- A vacancy that was up when its employer was first asked was not opened, whatever advert of it came later.
vacancy AS (
    SELECT
        employer_key,
        vacancy_id,
        min(first_seen_on) AS opened_on,
        min(up_since) AS up_since,
        bool_or(is_open) AS is_open,
        bool_or(is_open AND has_pay) AS is_paying,
        core.is_opened(was_there, is_again) AS is_opened
    FROM life
    GROUP BY employer_key, vacancy_id
),
stock AS (
    SELECT
        employer_key,
        count(*) FILTER (is_open) AS openings_now,
        count(*) FILTER (is_paying) AS paying_now,
        count(*) FILTER (is_opened AND opened_on > CAST($as_of AS DATE) - 365) AS opened,
        CAST(
            quantile_cont(CAST($as_of AS DATE) - up_since, 0.5) FILTER (is_open) AS DOUBLE
        ) AS age_days_p50
    FROM vacancy
    GROUP BY employer_key
),
flow AS (
    SELECT
        employer_key,
        count(*) FILTER (in_year AND is_again) AS reposts,
        count(DISTINCT date_trunc('month', first_seen_on)) FILTER (in_year AND NOT was_there) AS months_opening,
        min(first_seen_on) AS first_seen_on,
        bool_or(was_there) AS was_there
    FROM life
    GROUP BY employer_key
),
inside AS (
    SELECT employer_key, count(*) AS inside_now
    FROM matching_vacancy
    GROUP BY employer_key
)
SELECT
    stock.*,
    coalesce(inside.inside_now, 0) AS inside_now,
    flow.* EXCLUDE (employer_key),
    employer.employer,
    employer.is_agency,
    count(*) OVER () AS employers
FROM stock
JOIN flow ON flow.employer_key = stock.employer_key
JOIN mart.employer ON employer.employer_key = stock.employer_key
LEFT JOIN inside ON inside.employer_key = stock.employer_key
WHERE stock.openings_now + stock.opened + flow.reposts > 0
ORDER BY inside.inside_now IS NULL, stock.openings_now + stock.opened DESC, stock.openings_now DESC, employer.employer, employer.employer_key
LIMIT $limit
