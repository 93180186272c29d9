-- Which employers go by a name, or nearly so: the likest first.
SELECT
    employer_key,
    employer,
    CASE
        WHEN lower(employer) = lower($asked) OR employer_key = lower($asked) THEN 2
        WHEN contains(lower(employer), lower($asked)) THEN 1 + jaro_winkler_similarity(lower(employer), lower($asked)) / 2
        ELSE jaro_winkler_similarity(lower(employer), lower($asked))
    END AS likeness
FROM mart.employer
ORDER BY likeness DESC, n DESC, employer_key
LIMIT 4
