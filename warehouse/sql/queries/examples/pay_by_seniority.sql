-- What do openings for my role start at, by seniority, where at least 10 openings of 5 employers say so?
-- Yours: the role and the currency. No employer's many adverts are weighed down here; mart.role_pay does that.
WITH mine AS (SELECT 'data_engineer' AS role_id, 'USD' AS pay_currency),

paid AS (
    SELECT
        posting.seniority,
        count(*) AS n,
        count(DISTINCT posting.employer_key) AS unique_employers,
        median(posting.pay_min_annual) AS pay_min_p50,
        median(posting.pay_max_annual) AS pay_max_p50
    FROM mart.posting
    JOIN mine ON mine.role_id = posting.role_id AND mine.pay_currency = posting.pay_currency
    WHERE
        posting.is_open
        AND posting.pay_segment IS DISTINCT FROM 'contractor'
        AND posting.pay_min_annual IS NOT NULL
        AND coalesce(posting.employment_type, '') NOT IN ('internship', 'part_time', 'volunteer')
    GROUP BY posting.seniority
)

SELECT
    seniority,
    n,
    unique_employers,
    CASE WHEN n >= 10 AND unique_employers >= 5 THEN pay_min_p50 END AS pay_min_p50,
    CASE WHEN n >= 10 AND unique_employers >= 5 THEN pay_max_p50 END AS pay_max_p50
FROM paid
ORDER BY n DESC, seniority
