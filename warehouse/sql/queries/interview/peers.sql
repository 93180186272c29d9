-- The other matching vacancies that state both ends of their pay, and whether each is of the level $seniority and in $country_code.
SELECT
    employer_key,
    pay_low,
    pay_high,
    seniority IS NOT DISTINCT FROM $seniority AND seniority IS NOT NULL AS is_same_level,
    country_code IS NOT DISTINCT FROM $country_code AND country_code IS NOT NULL AS is_same_country
FROM matching
WHERE pay_low IS NOT NULL AND pay_high IS NOT NULL AND posting_id <> $posting_id
ORDER BY vacancy_id;
