-- What was told of the `matching` that is there, where it is $person's and the file cannot have changed since.
CREATE TEMP TABLE IF NOT EXISTS matching_made (person VARCHAR, told VARCHAR);
SELECT told
FROM matching_made
WHERE person = $person AND (SELECT readonly FROM duckdb_databases() WHERE database_name = current_database())
