-- Which employers advertised my role for the first time in the last eight weeks, though we watched them before?
-- Yours: the role.
WITH mine AS (SELECT 'data_engineer' AS role_id),

role_start AS (
    SELECT
        posting.employer,
        posting.employer_key,
        min(posting.first_seen_at) AS first_seen_at,
        count(*) AS postings,
        count(*) FILTER (posting.is_open) AS active_postings
    FROM mart.posting
    JOIN mine ON mine.role_id = posting.role_id
    GROUP BY posting.employer, posting.employer_key
),

watched AS (
    SELECT employer_key, min(first_seen_at) AS watched_since
    FROM mart.posting
    GROUP BY employer_key
)

SELECT role_start.employer, role_start.first_seen_at, role_start.postings, role_start.active_postings
FROM role_start
JOIN watched ON watched.employer_key = role_start.employer_key
CROSS JOIN mart.scope
WHERE
    role_start.first_seen_at >= scope.window_end - INTERVAL 56 DAY
    AND watched.watched_since < scope.window_end - INTERVAL 84 DAY
ORDER BY role_start.first_seen_at DESC, role_start.employer
