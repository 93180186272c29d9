-- How long an open vacancy has been up, and whether it looks always up or forgotten; $posting_id speaks for it or is part of it.
SELECT age_days, is_evergreen, is_stale
FROM matching
WHERE posting_id = $posting_id
    OR vacancy_id = (SELECT vacancy_id FROM core.vacancy WHERE vacancy.posting_id = $posting_id)
LIMIT 1;
