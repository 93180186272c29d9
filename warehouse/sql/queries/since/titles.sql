-- Titles that nobody had in the earlier window and two employers or more have in the later.
SELECT
    title_clean AS title,
    count(DISTINCT vacancy_id) AS vacancies,
    count(DISTINCT employer_key) AS employers
FROM since_posting
GROUP BY title_clean
HAVING count(*) FILTER (period = 0) = 0 AND count(DISTINCT employer_key) >= 2
ORDER BY employers DESC, vacancies DESC, title
LIMIT 10
