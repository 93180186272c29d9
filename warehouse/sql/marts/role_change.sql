-- The weekly identity of each role's openings at boards observed in a week and the one before: what came, what went, and
-- the boards that entered or left our sight, which no employer's decision is.
WITH span AS (
    SELECT max(observed_on) AS last_day
    FROM core.board_day
),
board AS (
    SELECT board_id, CAST(date_trunc('week', min(observed_on)) AS DATE) AS asked_week
    FROM core.board_day
    GROUP BY board_id
),
week AS (
    SELECT
        board_week.week_start,
        count(*) AS boards_observed,
        any_value(watched.boards_watched) AS boards_watched,
        substr(sha256(string_agg(board_week.board_id, ',' ORDER BY board_week.board_id)), 1, 12) AS panel_id
    FROM core.board_week
    JOIN (
        SELECT seen.week_start, count(*) AS boards_watched
        FROM (SELECT DISTINCT week_start FROM core.board_week) AS seen
        JOIN board ON board.asked_week <= seen.week_start
        GROUP BY seen.week_start
    ) AS watched ON watched.week_start = board_week.week_start
    GROUP BY board_week.week_start
),
-- What was read anew in a week moved postings of the stock that the week began with. Each is counted by the role it has
-- now, in every week; so these are what that stock counts otherwise than it did then.
moved AS (
    SELECT
        unnest([move.from_role_id, move.to_role_id]) AS role_id,
        CAST(date_trunc('week', move.moved_on) AS DATE) AS week_start,
        unnest([-1, 1]) AS change
    FROM core.role_move AS move
    JOIN core.spell ON spell.posting_id = move.posting_id
    JOIN core.board_week
        ON board_week.board_id = spell.board_id
        AND board_week.week_start = CAST(date_trunc('week', move.moved_on) AS DATE) - 7
    WHERE spell.first_seen_on < date_trunc('week', move.moved_on)
        AND (spell.closed_on IS NULL OR spell.closed_on >= date_trunc('week', move.moved_on))
),
net_moved AS (
    SELECT role_id, week_start, CAST(sum(change) AS BIGINT) AS net_postings
    FROM moved
    WHERE role_id IS NOT NULL
    GROUP BY role_id, week_start
),
stock AS (
    SELECT
        *,
        coalesce(
            CASE
                WHEN lag(week_start) OVER earlier = week_start - 7 THEN lag(observed_postings) OVER earlier
            END,
            0
        ) AS stock_before
    FROM core.role_week
    WINDOW earlier AS (PARTITION BY role_id ORDER BY week_start)
)
SELECT
    stock.role_id,
    stock.stock_before - coalesce(net_moved.net_postings, 0) AS stock_counted_before,
    coalesce(net_moved.net_postings, 0) AS reclassified_postings,
    stock.stock_before,
    stock.same_new_postings,
    stock.same_reopened_postings,
    stock.same_closed_postings,
    stock.boards_entered_postings,
    stock.boards_left_postings,
    stock.observed_postings AS stock_after,
    stock.observed_postings - (
        stock_counted_before + reclassified_postings + stock.same_new_postings + stock.same_reopened_postings
        - stock.same_closed_postings + stock.boards_entered_postings - stock.boards_left_postings
    ) AS balance,
    stock.week_start AS window_start,
    CAST(least(stock.week_start + 6, span.last_day) AS DATE) AS window_end,
    stock.observed_postings AS n,
    coalesce(week.boards_observed / week.boards_watched, 0) AS coverage,
    coalesce(week.panel_id, '') AS panel_id,
    CAST(3 AS SMALLINT) AS method_version
FROM stock
CROSS JOIN span
LEFT JOIN week ON week.week_start = stock.week_start
LEFT JOIN net_moved ON net_moved.role_id = stock.role_id AND net_moved.week_start = stock.week_start
