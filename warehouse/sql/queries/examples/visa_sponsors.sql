-- Which employers offer to sponsor a visa, for which roles and where, and which say that they do not?
SELECT
    employer,
    visa,
    count(*) AS active_postings,
    string_agg(DISTINCT role_title, ', ' ORDER BY role_title) AS role_titles,
    string_agg(DISTINCT country_code, ', ' ORDER BY country_code) AS country_codes
FROM mart.posting
WHERE is_open AND visa IS NOT NULL
GROUP BY employer, visa
ORDER BY visa DESC, active_postings DESC, employer
