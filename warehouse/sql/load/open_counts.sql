-- Open postings of each board, without those whose closing is held back.
SELECT board_id, count(*) AS n FROM core.spell WHERE closed_at IS NULL AND missing_since_at IS NULL GROUP BY board_id;
