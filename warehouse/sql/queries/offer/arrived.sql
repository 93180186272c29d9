-- The comparable vacancies that came up at the boards of the panel, each in a whole week since $since.
WITH board AS (
    SELECT board_id
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty')
    GROUP BY board_id
    HAVING min(observed_on) < CAST($since AS DATE) AND max(observed_on) > CAST($until AS DATE) - 14
)
SELECT
    CAST((arrival.arrived_on - CAST($since AS DATE)) // 7 AS BIGINT) AS week,
    CAST(dense_rank() OVER (ORDER BY arrival.employer_key) - 1 AS BIGINT) AS employer_number,
    arrival.pay_low,
    arrival.pay_high
FROM arrival
SEMI JOIN board ON board.board_id = arrival.board_id
WHERE arrival.is_salaried
    AND coalesce(abs(arrival.seniority_step), 0) <= 1
    AND arrival.arrived_on BETWEEN CAST($since AS DATE) AND CAST($until AS DATE)
ORDER BY arrival.arrived_on, arrival.series_id
