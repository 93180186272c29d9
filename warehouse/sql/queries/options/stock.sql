-- The vacancies inside the person's limits by employer; two of one name are two.
SELECT any_value(employer.employer) AS employer, count(*) AS openings
FROM matching_vacancy AS vacancy
JOIN mart.employer ON employer.employer_key = vacancy.employer_key
GROUP BY vacancy.employer_key
ORDER BY openings DESC, employer, vacancy.employer_key
