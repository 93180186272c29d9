-- The matching vacancies, those whose pay starts highest first, then the newest.
SELECT vacancy_id, title, employer, url, first_seen_on, pay_low
FROM matching
ORDER BY pay_low DESC NULLS LAST, first_seen_on DESC, vacancy_id
