-- The rows of an import that belong to no board's day of the census, and what became of them.
INSERT INTO raw.import_day SELECT * FROM incoming_import_days ORDER BY board_id, observed_on;
INSERT INTO raw.quarantine SELECT * FROM incoming_import_quarantine ORDER BY board_id, observed_on, record_number;
