-- Which boards are compared: their share of all that were asked, and the hash of their ids.
SELECT
    (SELECT count(*) FROM stage_compared) / nullif(count(DISTINCT board_id), 0) AS coverage,
    (SELECT substr(sha256(coalesce(string_agg(board_id, ',' ORDER BY board_id), '')), 1, 12) FROM stage_compared) AS panel_id
FROM core.board_day
