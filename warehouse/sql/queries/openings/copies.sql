-- Of some vacancies, how many others that the person could take may be the same: what the rules note and never merge.
WITH noted AS (
    SELECT posting_id, other_id FROM core.posting_match WHERE starts_with(match_kind, 'possible')
    UNION ALL
    SELECT other_id, posting_id FROM core.posting_match WHERE starts_with(match_kind, 'possible')
),
pair AS (
    SELECT
        coalesce(one.vacancy_id, noted.posting_id) AS vacancy_id,
        coalesce(other.vacancy_id, noted.other_id) AS other_vacancy_id
    FROM noted
    LEFT JOIN core.vacancy AS one ON one.posting_id = noted.posting_id
    LEFT JOIN core.vacancy AS other ON other.posting_id = noted.other_id
)
SELECT vacancy_id, count(DISTINCT other_vacancy_id) AS possible_copies
FROM pair
WHERE vacancy_id IN (SELECT unnest(CAST($vacancies AS VARCHAR[])))
    AND other_vacancy_id IN (SELECT vacancy_id FROM matching)
    AND other_vacancy_id <> vacancy_id
GROUP BY vacancy_id
