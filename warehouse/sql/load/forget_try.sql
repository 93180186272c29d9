-- A better answer of the same day takes the place of an earlier try that was not complete. What that try saw stays seen.
DELETE FROM raw.response WHERE board_id = $board_id AND observed_on = $observed_on;
DELETE FROM raw.quarantine WHERE board_id = $board_id AND observed_on = $observed_on;
DELETE FROM core.board_day WHERE board_id = $board_id AND observed_on = $observed_on;
