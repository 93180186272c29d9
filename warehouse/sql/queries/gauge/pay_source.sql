-- The open postings the answer's figures on pay rest on.
CREATE OR REPLACE TEMP VIEW pay_source AS
SELECT *
FROM gauge_posting
