-- How many of the postings just written were not there before.
SELECT (SELECT count(*) FROM incoming_postings) - (SELECT count(*) FROM stage_renewed);
