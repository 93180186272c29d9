-- What the ranking of the openings looks at, one row a matching vacancy.
SELECT
    vacancy_id,
    posting_id,
    employer,
    title,
    url,
    pay_low,
    pay_high,
    skill_fit,
    named_skills,
    matched_named,
    workplace,
    benefits,
    seniority
FROM matching
ORDER BY vacancy_id;
