-- Every board that was observed or has postings is described once in core.board.
WITH mentioned AS (
    SELECT board_id FROM core.board_day
    UNION
    SELECT board_id FROM core.posting
    UNION
    SELECT board_id FROM core.sample_posting
),
described AS (
    SELECT board_id, count(*) AS row_count
    FROM core.board
    GROUP BY board_id
)
SELECT mentioned.board_id, described.row_count
FROM mentioned
LEFT JOIN described ON described.board_id = mentioned.board_id
WHERE described.row_count IS DISTINCT FROM 1
