-- Which openings are the newest, what is only advertised again left out, with their pay and the address to read them at?
SELECT
    first_seen_at,
    role_title,
    title,
    employer,
    location_text,
    workplace,
    pay_min_annual,
    pay_max_annual,
    pay_currency,
    url
FROM mart.posting
WHERE is_open
    AND NOT is_left_censored
    AND role_id IS NOT NULL
    AND vacancy_id = series_id
    AND posting_id NOT IN (SELECT posting_id FROM core.vacancy WHERE is_repost)
ORDER BY first_seen_at DESC, employer, title
LIMIT 50
