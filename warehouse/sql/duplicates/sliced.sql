-- Too many to be matched at once: some at a time, as if they came in one after another. Postings of one employer share most
-- blocks, so that they are kept together. What is gone comes first: matches may still name it, and nothing else knows it.
CREATE OR REPLACE TEMP TABLE stage_waiting AS
SELECT
    w.* EXCLUDE (slice_number),
    CASE WHEN p.posting_id IS NULL THEN 0
        ELSE CAST((row_number() OVER (ORDER BY p.employer_key, p.posting_id) - 1) // $at_once AS INTEGER) END AS slice_number
FROM stage_waiting w LEFT JOIN core.posting p ON p.posting_id = w.posting_id;
