-- A role's openings on an average day of each week from $since on, by board, and with $is_field those of its whole field
-- beside them: nothing (NULL) where the board did not answer in full in the week. Evergreen adverts (core.evergreen) are left
-- out from the week on after they became so; those whose age is not known, as they were up when their board was first asked,
-- count in what is compared with the week before (`end_openings`) as they did there. Only boards that had an opening in that
-- time. A board that was not seen in the week before is averaged over the days from its first answer on. All of it is as in
-- weeks/renew.sql, which chains the same links.
WITH wanted AS (
    SELECT $role_id AS role_id
    UNION
    SELECT role_id
    FROM core.role
    WHERE $is_field AND role_field = (SELECT role_field FROM core.role WHERE role_id = $role_id)
),
life AS (
    SELECT
        spell.board_id,
        posting.employer_key,
        posting.role_id = $role_id AS is_own,
        spell.first_seen_on AS opened_on,
        coalesce(spell.closed_on, $last_day + 1) AS over_on,
        evergreen.evergreen_on,
        core.is_undated(
            spell.is_left_censored, spell.first_seen_on, evergreen.evergreen_reason, evergreen.evergreen_on
        ) AS is_undated
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    LEFT JOIN core.evergreen ON evergreen.posting_id = spell.posting_id
    WHERE posting.role_id IN (SELECT role_id FROM wanted)
        AND (spell.closed_on IS NULL OR spell.closed_on >= $since)
        AND coalesce(evergreen.evergreen_on > greatest(spell.first_seen_on, $since), TRUE)
),
life_week AS (
    SELECT
        *,
        CAST(unnest(generate_series(greatest(date_trunc('week', opened_on), $since), over_on, INTERVAL 7 DAY)) AS DATE)
            AS week_start
    FROM life
),
known AS (
    SELECT
        here.board_id,
        here.week_start,
        CASE WHEN before.board_id IS NULL THEN here.first_whole_on ELSE here.week_start END AS known_on,
        least(here.week_start + 7, $last_day + 1) AS week_over
    FROM core.board_week AS here
    LEFT JOIN core.board_week AS before
        ON before.board_id = here.board_id AND before.week_start = here.week_start - 7
    WHERE here.week_start >= $since
),
open_week AS (
    SELECT
        life_week.board_id,
        life_week.week_start,
        life_week.is_own,
        greatest(least(over_on, week_over) - greatest(opened_on, known_on), 0) / (week_over - known_on) AS openings,
        coalesce(evergreen_on > greatest(opened_on, life_week.week_start), TRUE) AS counts,
        coalesce(
            evergreen_on > greatest(opened_on, life_week.week_start - CASE WHEN is_undated THEN 7 ELSE 0 END), TRUE
        ) AS counts_at_end
    FROM life_week
    JOIN known ON known.board_id = life_week.board_id AND known.week_start = life_week.week_start
),
stock AS (
    SELECT
        board_id,
        week_start,
        sum(openings) FILTER (is_own AND counts) AS openings,
        sum(openings) FILTER (is_own AND counts_at_end) AS end_openings,
        sum(openings) FILTER (counts) AS field_openings,
        sum(openings) FILTER (counts_at_end) AS end_field_openings
    FROM open_week
    GROUP BY board_id, week_start
),
-- Numbered, as words of many rows are slow to hand over.
board AS (
    SELECT
        board_id,
        CAST(row_number() OVER (ORDER BY board_id) - 1 AS INTEGER) AS board_number,
        CAST(dense_rank() OVER (ORDER BY min(employer_key)) - 1 AS INTEGER) AS employer_number
    FROM life
    GROUP BY board_id
),
week AS (
    SELECT CAST(unnest(generate_series($since, $last_day, INTERVAL 7 DAY)) AS DATE) AS week_start
)
SELECT
    board.board_number,
    board.employer_number,
    CAST((week.week_start - $since) / 7 AS INTEGER) AS week,
    CASE WHEN known.board_id IS NOT NULL THEN coalesce(stock.openings, 0) END AS openings,
    CASE WHEN known.board_id IS NOT NULL THEN coalesce(stock.end_openings, 0) END AS end_openings,
    CASE WHEN known.board_id IS NOT NULL THEN coalesce(stock.field_openings, 0) END AS field_openings,
    CASE WHEN known.board_id IS NOT NULL THEN coalesce(stock.end_field_openings, 0) END AS end_field_openings
FROM board
CROSS JOIN week
LEFT JOIN known ON known.board_id = board.board_id AND known.week_start = week.week_start
LEFT JOIN stock ON stock.board_id = board.board_id AND stock.week_start = week.week_start
