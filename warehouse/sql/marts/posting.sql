-- One row a posting: its current values, its role and board, and its life summed up over all its spells.
WITH life AS (
    SELECT
        posting_id,
        min(first_seen_at) AS first_seen_at,
        max(last_seen_at) AS last_seen_at,
        max(closed_at) AS closed_at,
        bool_or(core.is_up(closed_at, last_seen_at)) AS is_open,
        bool_and(closed_at IS NOT NULL) AS is_closed,
        bool_or(is_left_censored AND spell_number = 1) AS is_left_censored,
        CAST(count(*) - 1 AS INTEGER) AS reopened_count
    FROM core.spell
    GROUP BY posting_id
)
SELECT
    posting.posting_id,
    posting.board_id,
    posting.platform,
    employer.employer,
    posting.employer_key,
    posting.is_agency,
    board.employer_country,
    board.industry,
    posting.title,
    posting.title_clean,
    posting.url,
    posting.department,
    posting.team,
    posting.role_id,
    role.role_title,
    role.role_family,
    posting.role_confidence,
    posting.seniority,
    posting.employment_type,
    posting.workplace,
    posting.remote_scope,
    posting.country_code,
    posting.region,
    posting.city,
    posting.location_text,
    posting.place_count,
    posting.pay_text,
    posting.pay_min,
    posting.pay_max,
    posting.pay_currency,
    posting.pay_period,
    posting.pay_min_annual,
    posting.pay_max_annual,
    posting.pay_source,
    posting.pay_flag,
    posting.pay_segment,
    posting.years_min,
    posting.years_max,
    posting.degree,
    posting.degree_need,
    posting.visa,
    posting.has_on_call,
    posting.is_people_manager,
    posting.reports_min,
    posting.reports_max,
    posting.posted_at,
    life.first_seen_at,
    life.last_seen_at,
    CASE WHEN life.is_closed THEN life.closed_at END AS closed_at,
    life.is_open,
    life.is_left_censored,
    life.reopened_count,
    posting.version_number,
    posting.text_hash,
    coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id,
    coalesce(vacancy.series_id, posting.posting_id) AS series_id
FROM core.posting
JOIN life ON life.posting_id = posting.posting_id
JOIN mart.employer ON employer.employer_key = posting.employer_key
LEFT JOIN core.board ON board.board_id = posting.board_id
LEFT JOIN core.role ON role.role_id = posting.role_id
LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
