-- The postings that were not over when this was done the last time: what a day reads, and those that are over now.
CREATE OR REPLACE TEMP TABLE stage_lately AS
WITH life AS (
    SELECT posting_id, bool_or(closed_on IS NULL) AS is_open, max(closed_on) AS closed_on
    FROM core.spell
    WHERE over_on = DATE '9999-01-01'
    GROUP BY posting_id
),
told AS (
    SELECT
        posting_id,
        is_open,
        closed_on,
        NOT is_open AND closed_on <= (SELECT max(observed_on) - CAST($days AS INTEGER) FROM core.board_day) AS is_over
    FROM life
)
SELECT posting_id, is_open, is_over, CASE WHEN is_over THEN closed_on ELSE DATE '9999-01-01' END AS over_on
FROM told
