-- Which openings for my role are likely to be always up, or forgotten, so that an application may be in vain?
-- Yours: the role.
WITH mine AS (SELECT 'data_engineer' AS role_id)

SELECT
    flag.age_days,
    flag.is_evergreen,
    flag.evergreen_reason,
    flag.is_stale,
    flag.stale_after_days,
    posting.title,
    posting.employer,
    posting.url
FROM mart.posting_flag AS flag
JOIN mine ON mine.role_id = flag.role_id
JOIN mart.posting ON posting.posting_id = flag.posting_id
WHERE flag.is_evergreen OR flag.is_stale
ORDER BY flag.age_days DESC, posting.employer, posting.title, posting.url
