-- How long one advert has been up, how often it was put up before, and whether it is one that is always up.
SELECT
    posting.posting_id,
    posting.employer_key,
    employer.employer,
    posting.title,
    flag.age_days,
    flag.is_evergreen,
    flag.evergreen_reason,
    flag.is_stale,
    (
        SELECT count(*)
        FROM core.spell
        WHERE posting_id IN (
            SELECT posting_id
            FROM core.vacancy
            WHERE series_id = (SELECT series_id FROM core.vacancy WHERE posting_id = $posting_id)
            UNION ALL
            SELECT $posting_id
        )
    ) AS times_up
FROM core.posting
JOIN mart.employer ON employer.employer_key = posting.employer_key
LEFT JOIN mart.posting_flag AS flag ON flag.posting_id = posting.posting_id
WHERE posting.posting_id = $posting_id
