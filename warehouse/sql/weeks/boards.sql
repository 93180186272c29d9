-- Which boards can be believed, in every week from the Monday `since` on, made anew; the counts of those weeks go.
DELETE FROM core.role_week WHERE week_start >= getvariable('since');
DELETE FROM core.board_week WHERE week_start >= getvariable('since');
INSERT INTO core.board_week
SELECT
    board_id,
    CAST(date_trunc('week', observed_on) AS DATE) AS week_start,
    CAST(count(*) AS SMALLINT) AS whole_answers,
    min(observed_on) AS first_whole_on
FROM core.board_day
WHERE board_status IN ('complete', 'empty') AND NOT is_held AND observed_on >= getvariable('since')
GROUP BY ALL
ORDER BY week_start, board_id;

-- Which neighbours of a week a board answered in too: a link needs both of its ends, and so does the comparison with four
-- weeks before. Boards, roles and employers are numbers here, and weeks are counted from a Monday, so that a board's week,
-- or an employer's in a role, is one number, and the week after it is one more: words of millions of rows are slow to join.
CREATE OR REPLACE TEMP TABLE stage_board AS
SELECT board_id, CAST(row_number() OVER (ORDER BY board_id) AS BIGINT) AS board
FROM (SELECT DISTINCT board_id FROM core.board_week WHERE week_start >= getvariable('since') - 28);

CREATE OR REPLACE TEMP TABLE stage_board_week AS
WITH numbered AS MATERIALIZED (
    SELECT
        stage_board.board * 65536 + (week_start - DATE '1900-01-01') // 7 AS board_week,
        board_week.week_start,
        board_week.first_whole_on
    FROM core.board_week
    JOIN stage_board ON stage_board.board_id = board_week.board_id
    WHERE board_week.week_start >= getvariable('since') - 56
)
SELECT
    here.board_week,
    here.first_whole_on,
    before.board_week IS NOT NULL AS is_after_valid,
    after.board_week IS NOT NULL AS is_before_valid,
    month_before.board_week IS NOT NULL AS is_month_after_valid,
    month_after.board_week IS NOT NULL AS is_month_before_valid
FROM numbered AS here
LEFT JOIN numbered AS before ON before.board_week = here.board_week - 1
LEFT JOIN numbered AS after ON after.board_week = here.board_week + 1
LEFT JOIN numbered AS month_before ON month_before.board_week = here.board_week - 4
LEFT JOIN numbered AS month_after ON month_after.board_week = here.board_week + 4
WHERE here.week_start >= getvariable('since') - 28;
