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
-- weeks before.
CREATE OR REPLACE TEMP TABLE stage_board_week AS
SELECT
    here.board_id,
    here.week_start,
    here.first_whole_on,
    before.board_id IS NOT NULL AS is_after_valid,
    after.board_id IS NOT NULL AS is_before_valid,
    month_before.board_id IS NOT NULL AS is_month_after_valid,
    month_after.board_id IS NOT NULL AS is_month_before_valid
FROM core.board_week AS here
LEFT JOIN core.board_week AS before
    ON before.board_id = here.board_id AND before.week_start = here.week_start - 7
LEFT JOIN core.board_week AS after
    ON after.board_id = here.board_id AND after.week_start = here.week_start + 7
LEFT JOIN core.board_week AS month_before
    ON month_before.board_id = here.board_id AND month_before.week_start = here.week_start - 28
LEFT JOIN core.board_week AS month_after
    ON month_after.board_id = here.board_id AND month_after.week_start = here.week_start + 28
WHERE here.week_start >= getvariable('since') - 28;
