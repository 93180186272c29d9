-- How each board that was ever asked has answered, worked out once for the whole answer. A whole answer is complete or
-- empty; `answers` counts those of the last 28 days.
CREATE OR REPLACE TEMP TABLE gauge_board AS
WITH span AS (
    SELECT max(observed_on) AS last_day
    FROM core.board_day
),
answer AS (
    SELECT
        board_id,
        observed_on,
        observed_at,
        board_status IN ('complete', 'empty') AS is_whole,
        board_status IN ('complete', 'empty', 'incomplete') AS is_counted,
        postings_count,
        quarantined_count
    FROM core.board_day
)
SELECT
    answer.board_id,
    min(answer.observed_on) AS asked_on,
    max(answer.observed_on) AS last_on,
    min(answer.observed_on) FILTER (answer.is_whole) AS first_whole_on,
    max(answer.observed_on) FILTER (answer.is_whole) AS last_whole_on,
    max(answer.observed_at) FILTER (answer.is_whole) AS last_complete_at,
    count(*) FILTER (answer.is_whole AND answer.observed_on BETWEEN span.last_day - 35 AND span.last_day - 28) > 0
        AS at_before,
    count(*) FILTER (answer.is_whole AND answer.observed_on BETWEEN span.last_day - 63 AND span.last_day - 56) > 0
        AS at_earlier,
    count(*) FILTER (answer.is_whole AND answer.observed_on > span.last_day - 28) AS answers,
    arg_max(answer.postings_count, answer.observed_at) FILTER (answer.is_counted) AS postings_count,
    arg_max(answer.quarantined_count, answer.observed_at) FILTER (answer.is_counted) AS quarantined_count
FROM answer
CROSS JOIN span
GROUP BY answer.board_id
