SELECT max(observed_at) FROM core.board_day WHERE board_status IN ('complete', 'empty');
