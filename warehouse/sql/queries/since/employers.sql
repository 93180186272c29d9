-- Vacancies of each employer in both windows.
SELECT
    min(employer) AS employer,
    count(DISTINCT vacancy_id) FILTER (period = 0) AS before,
    count(DISTINCT vacancy_id) FILTER (period = 1) AS now
FROM since_posting
GROUP BY employer_key
ORDER BY now DESC, before DESC, employer
