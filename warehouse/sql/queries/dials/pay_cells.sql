-- Posted pay of the same employer, title, country and currency in two windows of four weeks, twelve weeks apart: only what
-- both windows hold, so that a change of who advertises is no change of pay.
WITH posted AS (
    SELECT
        posting.role_id,
        posting.employer_key,
        posting.title_clean,
        posting.country_code,
        posting.pay_currency,
        spell.first_seen_on >= $last_day - 27 AS is_now,
        (posting.pay_min_annual + posting.pay_max_annual) / 2 AS pay_mid
    FROM core.posting
    JOIN core.spell ON spell.posting_id = posting.posting_id AND spell.spell_number = 1
    JOIN core.role ON role.role_id = posting.role_id
    WHERE role.role_field = (SELECT role_field FROM core.role WHERE role_id = $role_id)
        AND posting.pay_max_annual <= 2.5 * posting.pay_min_annual
        AND coalesce(posting.pay_flag, '') NOT IN ('on_target', 'net')
        AND NOT spell.is_left_censored
        AND (
            spell.first_seen_on >= $last_day - 27
            OR spell.first_seen_on BETWEEN $last_day - 111 AND $last_day - 84
        )
)
SELECT role_id, employer_key, ln(avg(pay_mid) FILTER (is_now) / avg(pay_mid) FILTER (NOT is_now)) AS growth
FROM posted
GROUP BY role_id, employer_key, title_clean, country_code, pay_currency
HAVING count(*) FILTER (is_now) > 0 AND count(*) FILTER (NOT is_now) > 0
ORDER BY ALL
