INSERT INTO ops.run VALUES ($run_id, $started_at, $finished_at, $boards_count, $postings_count);
