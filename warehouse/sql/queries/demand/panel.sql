-- A role's openings on an average day of each week from $since on, by board: nothing (NULL) where the board did not answer
-- in full in the week. Evergreen adverts are left out. Only boards that had an opening in that time.
WITH life AS (
    SELECT
        spell.board_id,
        posting.employer_key,
        spell.first_seen_on AS opened_on,
        coalesce(spell.closed_on, $last_day + 1) AS over_on,
        CAST(coalesce(posting.posted_at, spell.first_seen_at) AS DATE) + 180 AS evergreen_on
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    WHERE posting.role_id = $role_id AND (spell.closed_on IS NULL OR spell.closed_on >= $since)
),
life_week AS (
    SELECT
        *,
        CAST(unnest(generate_series(greatest(date_trunc('week', opened_on), $since), over_on, INTERVAL 7 DAY)) AS DATE)
            AS week_start
    FROM life
),
stock AS (
    SELECT
        board_id,
        week_start,
        sum(greatest(least(over_on, week_start + 7, $last_day + 1) - greatest(opened_on, week_start), 0))
        / least(7, $last_day + 1 - any_value(week_start)) AS openings
    FROM life_week
    WHERE week_start <= $last_day AND evergreen_on > week_start
    GROUP BY board_id, week_start
),
board AS (
    SELECT board_id, min(employer_key) AS employer_key
    FROM life
    GROUP BY board_id
),
week AS (
    SELECT CAST(unnest(generate_series($since, $last_day, INTERVAL 7 DAY)) AS DATE) AS week_start
)
SELECT
    board.board_id,
    board.employer_key,
    CAST((week.week_start - $since) / 7 AS INTEGER) AS week,
    CASE WHEN here.board_id IS NOT NULL THEN coalesce(stock.openings, 0) END AS openings
FROM board
CROSS JOIN week
LEFT JOIN core.board_week AS here ON here.board_id = board.board_id AND here.week_start = week.week_start
LEFT JOIN stock ON stock.board_id = board.board_id AND stock.week_start = week.week_start
ORDER BY board.board_id, week
