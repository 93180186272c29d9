-- The columns of every stored table, in order.
SELECT schema_name || '.' || table_name AS name, list(column_name ORDER BY column_index) AS columns
FROM duckdb_columns()
WHERE database_name = current_database() AND NOT internal AND schema_name IN ('raw', 'core', 'ops')
GROUP BY ALL;
