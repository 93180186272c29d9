-- The parts of an import that are loaded.
SELECT DISTINCT part_number FROM raw.import_day WHERE run_id = $run_id;
