-- Where did each week's change of my role's openings come from: new and closed adverts, or boards that came and went?
-- Yours: the role.
WITH mine AS (SELECT 'data_engineer' AS role_id)

SELECT
    change.window_start,
    change.stock_before,
    change.same_new_postings,
    change.same_reopened_postings,
    change.same_closed_postings,
    change.boards_entered_postings,
    change.boards_left_postings,
    change.stock_after,
    change.coverage
FROM mart.role_change AS change
JOIN mine ON mine.role_id = change.role_id
ORDER BY change.window_start DESC
LIMIT 12
