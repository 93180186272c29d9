-- Records counted in are loaded or in the quarantine: each board's day counts the rows that its quarantine holds, those
-- of imported files among them.
WITH kept AS (
    SELECT board_id, observed_on, count(*) AS records
    FROM raw.quarantine
    GROUP BY board_id, observed_on
),
counted AS (
    SELECT board_id, observed_on, CAST(sum(quarantined_count) AS BIGINT) AS quarantined_count
    FROM (
        SELECT board_id, observed_on, quarantined_count FROM core.board_day
        UNION ALL
        SELECT board_id, observed_on, quarantined_count FROM raw.import_day
    )
    GROUP BY board_id, observed_on
)
SELECT
    coalesce(counted.board_id, kept.board_id) AS board_id,
    coalesce(counted.observed_on, kept.observed_on) AS observed_on,
    counted.quarantined_count,
    kept.records
FROM counted
FULL JOIN kept ON kept.board_id = counted.board_id AND kept.observed_on = counted.observed_on
WHERE coalesce(counted.quarantined_count, 0) <> coalesce(kept.records, 0)
