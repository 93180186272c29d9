-- A board has one observation a day.
SELECT board_id, observed_on, count(*) AS row_count
FROM core.board_day
GROUP BY board_id, observed_on
HAVING count(*) > 1
