DELETE FROM core.role_gauge_line WHERE role_id = $role_id AND window_end = $day
