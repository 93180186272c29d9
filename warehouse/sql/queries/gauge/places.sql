-- Where is the role offered? Figures as in mart.role_place; with countries asked for, only places in them and places
-- without a country are listed.
SELECT
    place.country_code,
    place.city,
    count(DISTINCT posting.posting_id) AS active_postings,
    count(DISTINCT posting.employer) AS unique_employers
FROM gauge_posting AS posting
JOIN core.posting_place AS place ON place.posting_id = posting.posting_id
WHERE len(CAST($countries AS VARCHAR[])) = 0
    OR place.country_code IS NULL
    OR list_contains(CAST($countries AS VARCHAR[]), place.country_code)
GROUP BY place.country_code, place.city
ORDER BY active_postings DESC, unique_employers DESC, place.country_code, place.city
LIMIT 25
