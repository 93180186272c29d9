-- Each week's accounts of the role, the latest $weeks, oldest first; the first week of all has none before it.
SELECT
    window_start,
    window_end,
    stock_before,
    same_new_postings,
    same_reopened_postings,
    same_closed_postings,
    boards_entered_postings,
    boards_left_postings,
    reclassified_postings,
    stock_after,
    coverage
FROM mart.role_change
WHERE role_id = $role_id
    AND window_start > (SELECT max(window_start) FROM mart.role_change) - 7 * CAST($weeks AS INTEGER)
    AND window_start > (SELECT min(week_start) FROM core.board_week)
ORDER BY window_start
