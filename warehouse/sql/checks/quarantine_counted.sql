-- Records counted in are loaded or in the quarantine: each board's day counts the rows that its quarantine holds.
WITH kept AS (
    SELECT board_id, observed_on, count(*) AS records
    FROM raw.quarantine
    GROUP BY board_id, observed_on
)
SELECT
    coalesce(board_day.board_id, kept.board_id) AS board_id,
    coalesce(board_day.observed_on, kept.observed_on) AS observed_on,
    board_day.quarantined_count,
    kept.records
FROM core.board_day
FULL JOIN kept ON kept.board_id = board_day.board_id AND kept.observed_on = board_day.observed_on
WHERE coalesce(board_day.quarantined_count, 0) <> coalesce(kept.records, 0)
