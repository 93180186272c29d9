-- What one posting says, and its life: the columns of queries/posting/peers, with its text, its terms and its series.
SELECT
    posting.posting_id,
    posting.employer_key,
    posting.title,
    (
        SELECT description_text
        FROM core.posting_text
        WHERE rowid IN (
            -- By its place, and the same for every row: else every text there is would be read.
            SELECT rowid
            FROM core.posting_text
            WHERE text_hash = (SELECT text_hash FROM core.posting WHERE posting_id = $posting_id)
        )
    ) AS description_text,
    posting.role_id,
    posting.country_code,
    posting.pay_text,
    posting.pay_min,
    posting.pay_max,
    posting.pay_currency,
    posting.pay_min_annual,
    posting.pay_max_annual,
    posting.pay_flag,
    posting.employment_type,
    posting.workplace,
    posting.seniority,
    posting.years_min,
    posting.degree,
    posting.degree_need,
    posting.visa,
    posting.has_on_call,
    posting.is_people_manager,
    (
        SELECT list({'term_kind': term_kind, 'term_id': term_id, 'term_text': term_text} ORDER BY term_id)
        FROM core.posting_term AS term
        WHERE term.posting_id = posting.posting_id
    ) AS terms,
    coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id,
    coalesce(vacancy.series_id, posting.posting_id) AS series_id,
    posting.posted_at
FROM core.posting AS posting
LEFT JOIN core.vacancy AS vacancy ON vacancy.posting_id = posting.posting_id
WHERE posting.posting_id = $posting_id;
