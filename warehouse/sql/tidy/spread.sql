-- Over how many rows of core.spell the open ones lie, and how many they are.
SELECT max(rowid) - min(rowid) + 1 AS spread, count(*) AS n
FROM core.spell
WHERE closed_at IS NULL
