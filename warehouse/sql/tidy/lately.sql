-- The postings that are online, or were of late: what a day reads.
CREATE OR REPLACE TEMP TABLE stage_lately AS
SELECT posting_id, bool_or(closed_on IS NULL) AS is_open
FROM core.spell
GROUP BY posting_id
HAVING bool_or(closed_on IS NULL OR closed_on > (SELECT max(observed_on) - CAST($days AS INTEGER) FROM core.board_day))
