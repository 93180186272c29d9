SELECT board_id, count(*) AS n FROM core.spell WHERE closed_at IS NULL GROUP BY board_id;
