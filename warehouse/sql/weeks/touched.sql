-- From which week on the weekly counts must be made anew, and until which day; no row where nothing has changed. The last
-- week that was counted may have gone on since, and after it there may be weeks in which nobody asked.
SELECT
    CAST(date_trunc('week', least(min(touched_on), (SELECT max(week_start) FROM core.board_week))) AS DATE) AS since,
    (SELECT max(observed_on) FROM core.board_day) AS last_day
FROM ops.touched
HAVING count(*) > 0
