-- The peers of an advert: one posting of each other open vacancy of some roles.
CREATE OR REPLACE TEMP TABLE peer AS
WITH life AS (
    SELECT posting_id, min(first_seen_at) AS first_seen_at, min(first_seen_on) AS first_seen_on
    FROM core.spell
    WHERE posting_id IN (SELECT posting_id FROM core.spell WHERE core.is_up(closed_at, last_seen_at))
    GROUP BY posting_id
),
open_posting AS (
    SELECT
        posting.*,
        life.first_seen_at,
        life.first_seen_on,
        coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id,
        coalesce(vacancy.series_id, posting.posting_id) AS series_id
    FROM core.posting AS posting
    JOIN life ON life.posting_id = posting.posting_id
    LEFT JOIN core.vacancy AS vacancy ON vacancy.posting_id = posting.posting_id
    WHERE list_contains(CAST($roles AS VARCHAR[]), posting.role_id)
)
SELECT
    posting_id,
    vacancy_id,
    employer_key,
    title,
    text_hash,
    country_code,
    pay_text,
    pay_min,
    pay_max,
    pay_currency,
    pay_min_annual,
    pay_max_annual,
    pay_flag,
    employment_type,
    workplace,
    seniority,
    years_min,
    degree,
    degree_need,
    visa,
    has_on_call,
    is_people_manager,
    first_seen_on,
    CAST($as_of AS DATE)
    - core.up_since(core.posted_on(posted_at, first_seen_at, first_seen_on), first_seen_on) AS age_days
FROM open_posting
WHERE series_id IS DISTINCT FROM $series_id
QUALIFY row_number() OVER (PARTITION BY vacancy_id ORDER BY posting_id <> vacancy_id, posting_id) = 1;
