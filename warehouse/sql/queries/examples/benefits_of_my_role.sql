-- What do openings for my role offer and promise besides pay, and how many employers name each?
-- Yours: the role.
WITH mine AS (SELECT 'data_engineer' AS role_id)

SELECT
    term.term_kind,
    term.term_id,
    term.active_postings,
    term.unique_employers,
    term.share,
    term.share_low,
    term.share_high,
    term.n,
    term.coverage
FROM mart.role_term AS term
JOIN mine ON mine.role_id = term.role_id
ORDER BY term.term_kind, term.share DESC, term.term_id
