-- Who hires for my role, how many openings are new in four weeks, how many were advertised again, and how old are they?
-- Yours: the role.
WITH mine AS (SELECT 'data_engineer' AS role_id)

SELECT
    activity.employer,
    activity.active_postings,
    activity.new_postings,
    activity.reposted_postings,
    activity.closed_postings,
    activity.age_days_p50,
    activity.coverage
FROM mart.employer_activity AS activity
JOIN mine ON mine.role_id = activity.role_id
ORDER BY activity.active_postings DESC, activity.new_postings DESC, activity.employer
