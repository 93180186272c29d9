-- The day a posting was last seen is the day of its last sighting. An answer that a better one of the same day replaced
-- has left no row in core.board_day: its day is the UTC date, give or take the one day that a time zone can move it.
WITH latest AS (
    SELECT posting_id, board_id, last_seen_at
    FROM core.spell
    QUALIFY row_number() OVER (PARTITION BY posting_id ORDER BY last_seen_at DESC) = 1
),
sighted AS (
    SELECT posting_id, max(observed_on) AS sighted_on
    FROM core.sighting
    GROUP BY posting_id
)
SELECT latest.posting_id, latest.last_seen_at, sighted.sighted_on
FROM latest
LEFT JOIN sighted ON sighted.posting_id = latest.posting_id
LEFT JOIN core.board_day ON board_day.board_id = latest.board_id AND board_day.observed_at = latest.last_seen_at
WHERE sighted.sighted_on IS NULL
    OR sighted.sighted_on <> board_day.observed_on
    OR abs(date_diff('day', sighted.sighted_on, CAST(latest.last_seen_at AS DATE))) > 1
