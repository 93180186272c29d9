-- One role is followed, so that a day has one gauge.
DELETE FROM core.role_gauge_line WHERE window_end = $day
