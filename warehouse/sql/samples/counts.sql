-- What became of the rows of an import that are in no census.
SELECT
    CAST(coalesce(sum(records_count), 0) AS BIGINT),
    CAST(coalesce(sum(postings_count), 0) AS BIGINT),
    CAST(coalesce(sum(repeated_count), 0) AS BIGINT),
    CAST(coalesce(sum(quarantined_count), 0) AS BIGINT)
FROM raw.import_day
WHERE run_id = $run_id;
