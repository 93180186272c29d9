INSERT INTO ops.run VALUES ($run_id, $run_kind, $started_at, $finished_at, $boards_count, $postings_count);
