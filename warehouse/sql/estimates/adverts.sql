-- The adverts that figures on pay rest on: those of `pay_source` (open postings, by the columns of mart.posting) that are
-- work for a full year's salary. Mid-points leave out one-sided and very wide ranges. On-target pay is more than base pay
-- and is none. Wide is judged by the figures too, as a graver flag can stand in wide_range's place. Internships, part-time
-- and volunteer postings are left out; so are contractors' rates, which are no salary.
SELECT
    role_id,
    vacancy_id,
    employer_key,
    country_code,
    region,
    city,
    coalesce(pay_min_annual, pay_max_annual) IS NOT NULL AND coalesce(pay_flag, '') NOT IN ('on_target', 'net') AS has_pay,
    CASE WHEN has_pay THEN pay_currency END AS pay_currency,
    pay_min_annual,
    pay_max_annual,
    CASE
        WHEN pay_flag IS DISTINCT FROM 'wide_range' AND NOT core.is_wide(pay_min_annual, pay_max_annual)
            THEN (pay_min_annual + pay_max_annual) / 2
    END AS pay_mid
FROM pay_source
WHERE role_id IS NOT NULL
    AND seniority IS DISTINCT FROM 'intern'
    AND coalesce(employment_type, '') NOT IN ('internship', 'part_time', 'volunteer')
    AND pay_segment IS DISTINCT FROM 'contractor'
    -- Stated hours below 30 a week: part-time, whatever the posting calls itself.
    AND NOT coalesce(
        pay_period = 'hour' AND coalesce(pay_min_annual / pay_min, pay_max_annual / pay_max) < 30 * 52, FALSE
    )
ORDER BY role_id, vacancy_id, posting_id <> vacancy_id, posting_id
