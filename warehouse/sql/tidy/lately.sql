-- The postings that are online, or were of late: what a day reads.
CREATE OR REPLACE TEMP TABLE stage_lately AS
SELECT DISTINCT posting_id
FROM core.spell
WHERE closed_on IS NULL OR closed_on > (SELECT max(observed_on) - CAST($days AS INTEGER) FROM core.board_day)
