-- The vacancies inside the person's limits by employer.
SELECT employer.employer, count(*) AS openings
FROM matching_vacancy AS vacancy
JOIN mart.employer ON employer.employer_key = vacancy.employer_key
GROUP BY employer.employer
ORDER BY openings DESC, employer.employer
