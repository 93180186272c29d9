-- What the whole weeks before the last one counted so far, to see afterwards which of them count otherwise.
CREATE OR REPLACE TEMP TABLE stage_counted AS
SELECT role_id, week_start, active_postings
FROM core.role_week
WHERE week_start >= getvariable('since') AND week_start < (SELECT max(week_start) FROM core.role_week)
