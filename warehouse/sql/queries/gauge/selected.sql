-- How many of them does the answer rest on?
SELECT count(*) AS postings
FROM gauge_posting
