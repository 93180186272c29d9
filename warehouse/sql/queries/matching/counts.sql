-- How many vacancies are open, how many are inside the person's limits, and which limit left out the others; a vacancy is
-- left out by the place where none of its postings is in it.
WITH vacancy AS (
    SELECT
        vacancy_id,
        bool_or(coalesce(is_place, TRUE)) AS is_place,
        bool_or(coalesce(is_place, TRUE) AND coalesce(is_workplace, TRUE)) AS is_inside
    FROM matching_posting
    GROUP BY vacancy_id
)
SELECT
    count(*) AS open,
    count(*) FILTER (is_inside) AS inside,
    count(*) FILTER (NOT is_place) AS elsewhere,
    count(*) FILTER (is_place AND NOT is_inside) AS other_workplace,
    (SELECT count(*) FROM matching_vacancy WHERE is_place IS NULL) AS place_unknown,
    (SELECT count(*) FROM matching_vacancy WHERE is_workplace IS NULL) AS workplace_unknown
FROM vacancy
