-- Which openings are there, in the columns that python-jobspy writes (1.1.70 to 1.1.82)? What it has and we do not know
-- is empty, the description too: it is not in the published file. Implausible pay is left out.
WITH skill AS (
    SELECT posting_id, string_agg(skill_name, ', ' ORDER BY skill_name) AS skills
    FROM mart.posting_skill
    GROUP BY posting_id
),

paid AS (
    SELECT posting_id
    FROM mart.posting
    WHERE coalesce(pay_min, pay_max) IS NOT NULL AND coalesce(pay_flag, '') <> 'implausible'
)

SELECT
    posting.posting_id AS id,
    posting.platform AS site,
    posting.url AS job_url,
    CAST(NULL AS VARCHAR) AS job_url_direct,
    posting.title,
    posting.employer AS company,
    posting.location_text AS location,
    CAST(posting.posted_at AS DATE) AS date_posted,
    CASE posting.employment_type
        WHEN 'full_time' THEN 'fulltime'
        WHEN 'part_time' THEN 'parttime'
        ELSE posting.employment_type
    END AS job_type,
    CASE
        WHEN paid.posting_id IS NULL THEN NULL
        WHEN posting.pay_source = 'structured' THEN 'direct_data'
        ELSE 'description'
    END AS salary_source,
    CASE WHEN paid.posting_id IS NOT NULL THEN
        CASE posting.pay_period
            WHEN 'year' THEN 'yearly'
            WHEN 'month' THEN 'monthly'
            WHEN 'week' THEN 'weekly'
            WHEN 'day' THEN 'daily'
            WHEN 'hour' THEN 'hourly'
            ELSE posting.pay_period
        END
    END AS interval,
    CASE WHEN paid.posting_id IS NOT NULL THEN posting.pay_min END AS min_amount,
    CASE WHEN paid.posting_id IS NOT NULL THEN posting.pay_max END AS max_amount,
    CASE WHEN paid.posting_id IS NOT NULL THEN posting.pay_currency END AS currency,
    posting.workplace = 'remote' AS is_remote,
    posting.seniority AS job_level,
    posting.department AS job_function,
    CAST(NULL AS VARCHAR) AS listing_type,
    CAST(NULL AS VARCHAR) AS emails,
    CAST(NULL AS VARCHAR) AS description,
    posting.industry AS company_industry,
    CAST(NULL AS VARCHAR) AS company_url,
    CAST(NULL AS VARCHAR) AS company_logo,
    CAST(NULL AS VARCHAR) AS company_url_direct,
    CAST(NULL AS VARCHAR) AS company_addresses,
    CAST(NULL AS VARCHAR) AS company_num_employees,
    CAST(NULL AS VARCHAR) AS company_revenue,
    CAST(NULL AS VARCHAR) AS company_description,
    skill.skills,
    CASE
        WHEN posting.years_max > posting.years_min THEN concat(posting.years_min, '-', posting.years_max, ' years')
        WHEN posting.years_min IS NOT NULL THEN concat(posting.years_min, '+ years')
    END AS experience_range,
    CAST(NULL AS DOUBLE) AS company_rating,
    CAST(NULL AS BIGINT) AS company_reviews_count,
    CAST(NULL AS BIGINT) AS vacancy_count,
    CASE posting.workplace
        WHEN 'remote' THEN 'Remote'
        WHEN 'hybrid' THEN 'Hybrid'
        WHEN 'on_site' THEN 'On-site'
    END AS work_from_home_type
FROM mart.posting
LEFT JOIN paid ON paid.posting_id = posting.posting_id
LEFT JOIN skill ON skill.posting_id = posting.posting_id
WHERE posting.is_open
ORDER BY posting.first_seen_at DESC, posting.posting_id
