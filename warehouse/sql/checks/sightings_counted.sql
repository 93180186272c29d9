-- Every posting that a board's day counts was sighted once, and nothing was sighted on a day without an observation.
-- More sightings than counted are right where an earlier, incomplete answer of the day saw others.
WITH sighted AS (
    SELECT board_id, observed_on, count(*) AS sightings, count(DISTINCT posting_id) AS postings
    FROM core.sighting
    GROUP BY board_id, observed_on
)
SELECT
    coalesce(board_day.board_id, sighted.board_id) AS board_id,
    coalesce(board_day.observed_on, sighted.observed_on) AS observed_on,
    board_day.postings_count,
    sighted.sightings,
    sighted.postings
FROM core.board_day
FULL JOIN sighted ON sighted.board_id = board_day.board_id AND sighted.observed_on = board_day.observed_on
WHERE board_day.board_id IS NULL
    OR coalesce(sighted.postings, 0) < board_day.postings_count
    OR sighted.sightings <> sighted.postings
