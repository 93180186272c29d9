-- Every row of an imported sample is a posting seen, one seen again, or in the quarantine; and what was seen is there.
WITH counted AS (
    SELECT
        board_id,
        observed_on,
        sum(records_count) AS records,
        sum(postings_count) AS postings,
        sum(repeated_count) AS repeated,
        sum(quarantined_count) AS quarantined
    FROM raw.import_day
    GROUP BY board_id, observed_on
),
sighted AS (
    SELECT board_id, observed_on, count(*) AS sightings, count(DISTINCT posting_id) AS postings
    FROM core.sample_sighting
    GROUP BY board_id, observed_on
)
SELECT
    coalesce(counted.board_id, sighted.board_id) AS board_id,
    coalesce(counted.observed_on, sighted.observed_on) AS observed_on,
    counted.records,
    counted.postings,
    sighted.sightings
FROM counted
FULL JOIN sighted ON sighted.board_id = counted.board_id AND sighted.observed_on = counted.observed_on
WHERE counted.records IS DISTINCT FROM counted.postings + counted.repeated + counted.quarantined
    OR coalesce(sighted.sightings, 0) <> coalesce(sighted.postings, 0)
    OR coalesce(sighted.postings, 0) > coalesce(counted.postings, 0)
    OR (counted.postings > 0 AND sighted.postings IS NULL)
