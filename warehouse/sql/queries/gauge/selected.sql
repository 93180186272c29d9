-- How many postings, open or closed, does the answer rest on?
SELECT count(DISTINCT posting_id) AS postings
FROM gauge_spell
