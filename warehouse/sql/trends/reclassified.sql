-- The roles of whose stock a twentieth or more was read anew within a week: the week that began with it, the day, and what
-- the stock counted before and since.
WITH moved AS (
    SELECT CAST(date_trunc('week', moved_on) AS DATE) AS week_start, max(moved_on) AS moved_on
    FROM core.role_move
    GROUP BY ALL
)
SELECT
    change.role_id,
    moved.week_start - 7 AS week_start,
    moved.moved_on,
    change.stock_before - change.reclassified_postings AS postings_before,
    change.stock_before AS postings_after
FROM mart.role_change AS change
JOIN moved ON moved.week_start = change.window_start
WHERE abs(change.reclassified_postings) >= 0.05 * greatest(change.stock_before - change.reclassified_postings, 1)
