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
        LEFT JOIN core.vacancy ON vacancy.posting_id = spell.posting_id
        WHERE coalesce(vacancy.series_id, spell.posting_id) = coalesce(own.series_id, posting.posting_id)
    ) AS times_up
FROM core.posting
JOIN mart.employer ON employer.employer_key = posting.employer_key
LEFT JOIN core.vacancy AS own ON own.posting_id = posting.posting_id
LEFT JOIN mart.posting_flag AS flag ON flag.posting_id = posting.posting_id
WHERE posting.posting_id = $posting_id
