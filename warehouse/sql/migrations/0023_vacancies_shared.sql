-- A posting that shares its vacancy and its series with no other needs no row that says so.
DELETE FROM core.vacancy
WHERE posting_id = vacancy_id
    AND posting_id = series_id
    AND posting_id NOT IN (
        SELECT vacancy_id FROM core.vacancy WHERE vacancy_id <> posting_id
        UNION
        SELECT series_id FROM core.vacancy WHERE series_id <> posting_id
    );
