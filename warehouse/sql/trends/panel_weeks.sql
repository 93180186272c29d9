-- The share of the boards asked so far that answered in full, week by week.
WITH board_life AS (
    SELECT CAST(date_trunc('week', min(observed_on)) AS DATE) AS week_start
    FROM core.board_day
    GROUP BY board_id
),
asked AS (
    SELECT week_start, sum(count(*)) OVER (ORDER BY week_start) AS boards_watched
    FROM board_life
    GROUP BY week_start
),
answered AS (
    SELECT week_start, count(*) AS boards_observed
    FROM core.board_week
    GROUP BY week_start
)
SELECT answered.week_start, CAST(answered.boards_observed / asked.boards_watched AS DOUBLE) AS coverage
FROM answered
ASOF JOIN asked ON asked.week_start <= answered.week_start
ORDER BY answered.week_start
