-- The whole weeks of a role: what was open at the end of each, and what was new in it. A week still running is left out.
SELECT week_start, active_postings AS active, new_postings AS new
FROM core.role_week
WHERE role_id = $role_id AND week_start + 6 <= (SELECT max(observed_on) FROM core.board_day)
ORDER BY week_start
