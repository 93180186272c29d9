-- From which week on the weekly counts must be made anew, and until which day; no row where nothing has changed.
SELECT
    CAST(date_trunc('week', min(touched_on)) AS DATE) AS since,
    (SELECT max(observed_on) FROM core.board_day) AS last_day
FROM ops.touched
HAVING count(*) > 0
