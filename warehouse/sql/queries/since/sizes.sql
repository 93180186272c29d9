-- The described vacancies of each employer in both windows.
SELECT
    employer_key AS employer,
    CAST(count(DISTINCT vacancy_id) FILTER (period = 0) AS DOUBLE) AS before,
    CAST(count(DISTINCT vacancy_id) FILTER (period = 1) AS DOUBLE) AS now
FROM since_posting
WHERE text_hash IS NOT NULL
GROUP BY employer_key
ORDER BY employer
