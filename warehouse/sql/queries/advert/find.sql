-- The postings that $words names: by the id, else by the address, else by what the id ends with from a colon on, else
-- by how the last part of the id begins, in that case or in any, from $least letters on; more than one row where
-- several do. What each says that an interview can be
-- compared with.
-- On-target pay, pay after tax and implausible pay are no base pay, and what is no full year's salary is none either.
-- pay_rate turns its currency into $currency at the latest reference rates; NULL where that cannot be done.
WITH latest AS (
    SELECT pay_currency, arg_max(per_eur, rate_on) AS per_eur
    FROM core.exchange_rate
    GROUP BY pay_currency
    UNION ALL
    SELECT 'EUR', 1.0
)
SELECT
    posting.posting_id,
    posting.employer,
    posting.title,
    posting.url,
    posting.role_id,
    posting.seniority,
    posting.workplace,
    posting.country_code,
    posting.city,
    EXISTS (
        FROM core.spell WHERE spell.posting_id = posting.posting_id AND spell.closed_at IS NULL
    ) AS is_open,
    CASE WHEN posting.is_base THEN posting.pay_min_annual END AS pay_low,
    CASE WHEN posting.is_base THEN posting.pay_max_annual END AS pay_high,
    posting.pay_currency,
    CASE
        WHEN posting.pay_currency = $currency THEN 1.0
        ELSE (SELECT per_eur FROM latest WHERE pay_currency = $currency)
            / (SELECT per_eur FROM latest WHERE latest.pay_currency = posting.pay_currency)
    END AS pay_rate,
    list_sort(
        list_distinct(
            (SELECT list(term_id) FROM core.posting_term AS term
             WHERE term.posting_id = posting.posting_id AND term.term_kind = 'benefit')
        )
    ) AS benefits
FROM (
    SELECT
        *,
        coalesce(pay_flag, '') NOT IN ('on_target', 'net', 'implausible')
        AND seniority IS DISTINCT FROM 'intern'
        AND coalesce(employment_type, '') NOT IN ('internship', 'part_time', 'volunteer')
        AND pay_segment IS DISTINCT FROM 'contractor' AS is_base
    FROM core.posting
    -- By their places: else all columns of every posting would be read.
    WHERE rowid IN (
        SELECT rowid
        FROM core.posting
        WHERE posting_id = $words
            OR url = $words
            OR ends_with(posting_id, ':' || $words)
            OR (
                length($words) >= $least
                AND contains(lower(posting_id), ':' || lower($words))
                AND starts_with(lower(string_split(posting_id, ':')[-1]), lower($words))
            )
    )
) AS posting
QUALIFY rank() OVER (
    ORDER BY CASE
        WHEN posting.posting_id = $words THEN 0
        WHEN posting.url = $words THEN 1
        WHEN ends_with(posting.posting_id, ':' || $words) THEN 2
        WHEN starts_with(string_split(posting.posting_id, ':')[-1], $words) THEN 3
        ELSE 4
    END
) = 1
ORDER BY is_open DESC, posting.posting_id;
