-- How much is known of all open postings, whatever their role?
SELECT
    role_id,
    active_postings,
    role_known_share,
    pay_known_share,
    country_known_share,
    workplace_known_share,
    seniority_known_share,
    quarantined_share
FROM mart.data_quality
WHERE role_id IS NULL
