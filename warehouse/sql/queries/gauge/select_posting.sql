-- The open ones of those postings, by the columns of mart.posting that the answer needs.
CREATE OR REPLACE TEMP TABLE gauge_posting AS
WITH life AS (
    SELECT posting_id, min(employer) AS employer, min(opened_on) AS opened_on
    FROM gauge_spell
    WHERE posting_id IN (SELECT posting_id FROM gauge_spell WHERE is_open)
    GROUP BY posting_id
)
SELECT
    posting.posting_id,
    posting.board_id,
    life.employer,
    posting.employer_key,
    posting.role_id,
    posting.seniority,
    posting.employment_type,
    posting.workplace,
    posting.country_code,
    posting.region,
    posting.city,
    posting.pay_min,
    posting.pay_max,
    posting.pay_currency,
    posting.pay_period,
    posting.pay_min_annual,
    posting.pay_max_annual,
    posting.pay_flag,
    posting.pay_segment,
    life.opened_on,
    coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id
FROM core.posting
JOIN life ON life.posting_id = posting.posting_id
LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
WHERE posting.role_id = $role_id
