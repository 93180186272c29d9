-- Each board's openings on an average day of both windows; every board of the table was seen whole in both.
SELECT
    board_id,
    min(employer_key) AS employer_key,
    coalesce(sum(days_up) FILTER (period = 0) / 28, 0) AS before,
    coalesce(sum(days_up) FILTER (period = 1) / 28, 0) AS now
FROM since_posting
GROUP BY board_id
ORDER BY board_id
