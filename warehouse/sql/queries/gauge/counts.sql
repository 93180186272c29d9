-- Openings, employers and new openings now and four weeks before, at the boards that were observed on or within seven
-- days before each date compared. Where no board was, there is no "before" and now counts the boards observed lately.
-- New openings compare two spans of 28 days, so their boards were observed at the start of the earlier one too.
-- Everywhere is at all boards watched, compared or not. Unseen is what has not closed, but was last seen longer ago: its
-- boards are silent, and it is in no other figure.
WITH span AS (
    SELECT max(last_on) AS last_day
    FROM gauge_board
),
board AS (
    SELECT
        answer.board_id,
        coalesce(answer.last_whole_on >= span.last_day - 7, FALSE) AS at_now,
        answer.at_before,
        answer.at_earlier
    FROM gauge_board AS answer
    CROSS JOIN span
),
history AS (
    SELECT
        coalesce(bool_or(at_now AND at_before), FALSE) AS has_before,
        coalesce(bool_or(at_now AND at_before AND at_earlier), FALSE) AS has_earlier
    FROM board
),
panel AS (
    SELECT
        board.board_id,
        board.at_before OR NOT history.has_before AS in_stock,
        (board.at_before AND board.at_earlier) OR NOT history.has_earlier AS in_flow
    FROM board
    CROSS JOIN history
    WHERE board.at_now
),
spell AS (
    SELECT
        gauge_spell.posting_id,
        gauge_spell.employer,
        panel.in_stock AND gauge_spell.is_open AS open_now,
        panel.in_stock
        AND gauge_spell.opened_on <= span.last_day - 28
        AND (gauge_spell.closed_on IS NULL OR gauge_spell.closed_on > span.last_day - 28) AS open_before,
        panel.in_flow AND gauge_spell.is_new AND gauge_spell.opened_on > span.last_day - 28 AS new_now,
        panel.in_flow
        AND gauge_spell.is_new
        AND gauge_spell.opened_on > span.last_day - 56
        AND gauge_spell.opened_on <= span.last_day - 28 AS new_before
    FROM gauge_spell
    JOIN panel ON panel.board_id = gauge_spell.board_id
    CROSS JOIN span
),
everywhere AS (
    SELECT
        count(*) FILTER (gauge_spell.is_open) AS active_everywhere,
        count(DISTINCT gauge_spell.employer) FILTER (gauge_spell.is_open) AS employers_everywhere,
        count(*) FILTER (gauge_spell.is_new AND gauge_spell.opened_on > span.last_day - 28) AS new_everywhere,
        count(*) FILTER (gauge_spell.closed_on IS NULL AND NOT gauge_spell.is_open) AS unseen_postings,
        count(DISTINCT gauge_spell.board_id) FILTER (gauge_spell.closed_on IS NULL AND NOT gauge_spell.is_open)
            AS unseen_boards,
        max(CAST(gauge_spell.last_seen_at AS DATE)) FILTER (gauge_spell.closed_on IS NULL AND NOT gauge_spell.is_open)
            AS unseen_since
    FROM gauge_spell
    CROSS JOIN span
),
figure AS (
    SELECT
        count(*) FILTER (open_now) AS active_now,
        count(*) FILTER (open_before) AS active_before,
        count(DISTINCT employer) FILTER (open_now) AS employers_now,
        count(DISTINCT employer) FILTER (open_before) AS employers_before,
        count(*) FILTER (new_now) AS new_now,
        count(*) FILTER (new_before) AS new_before
    FROM spell
)
SELECT
    everywhere.active_everywhere,
    everywhere.employers_everywhere,
    everywhere.new_everywhere,
    everywhere.unseen_postings,
    everywhere.unseen_boards,
    everywhere.unseen_since,
    figure.active_now,
    CASE WHEN history.has_before THEN figure.active_before END AS active_before,
    figure.employers_now,
    CASE WHEN history.has_before THEN figure.employers_before END AS employers_before,
    (SELECT count(*) FROM panel WHERE in_stock) AS stock_boards,
    figure.new_now,
    CASE WHEN history.has_earlier THEN figure.new_before END AS new_before,
    (SELECT count(*) FROM panel WHERE in_flow) AS flow_boards
FROM figure
CROSS JOIN everywhere
CROSS JOIN history
