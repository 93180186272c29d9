-- A sample is never part of a census: its boards have no day and no spell, its postings were each seen, and are not open.
WITH sample AS (
    SELECT board_id
    FROM core.board
    WHERE source_kind = 'sample'
),
life AS (
    SELECT posting_id, min(observed_on) AS first_seen_on, max(observed_on) AS last_seen_on
    FROM core.sample_sighting
    GROUP BY posting_id
)
SELECT board_id, 'has a day' AS fault
FROM core.board_day
SEMI JOIN sample ON sample.board_id = board_day.board_id
UNION ALL
SELECT board_id, 'has a spell' AS fault
FROM core.spell
SEMI JOIN sample ON sample.board_id = spell.board_id
UNION ALL
SELECT posting.board_id, 'has a posting of a census' AS fault
FROM core.posting
SEMI JOIN sample ON sample.board_id = posting.board_id
UNION ALL
SELECT posting.board_id, 'is no sample' AS fault
FROM core.sample_posting AS posting
ANTI JOIN sample ON sample.board_id = posting.board_id
UNION ALL
SELECT coalesce(posting.board_id, life.posting_id), 'has other days than its sightings' AS fault
FROM core.sample_posting AS posting
FULL JOIN life ON life.posting_id = posting.posting_id
WHERE (posting.first_seen_on, posting.last_seen_on) IS DISTINCT FROM (life.first_seen_on, life.last_seen_on)
