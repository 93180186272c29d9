-- The openings of each role of a field, and of roles elsewhere of the same occupations, by employer and week from $since
-- on: on an average day, at boards that can be compared with the week before (`after`) and with the week after (`before`),
-- and on the last day, of those seen of late (core.is_up), with the vacancies they stand for. A board that was not seen in the
-- week before is averaged over the days from its first answer on. Evergreen (core.evergreen) are adverts from the week on after
-- they became so; those whose age is not known, as they were up when their board was first asked, are in `after` what they
-- were the week before (`was_evergreen`), as in weeks/renew.sql.
WITH linked AS (
    SELECT
        here.board_id,
        here.week_start,
        CASE WHEN earlier.board_id IS NULL THEN here.first_whole_on ELSE here.week_start END AS known_on,
        earlier.board_id IS NOT NULL AS is_after,
        later.board_id IS NOT NULL AS is_before
    FROM core.board_week AS here
    LEFT JOIN core.board_week AS earlier
        ON earlier.board_id = here.board_id AND earlier.week_start = here.week_start - 7
    LEFT JOIN core.board_week AS later
        ON later.board_id = here.board_id AND later.week_start = here.week_start + 7
    WHERE here.week_start >= $since
),
life AS (
    SELECT
        posting.role_id,
        role.soc_code,
        posting.employer_key,
        coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id,
        spell.board_id,
        spell.first_seen_on AS opened_on,
        coalesce(spell.closed_on, $last_day + 1) AS over_on,
        core.is_up(spell.closed_at, spell.last_seen_at) AS is_up,
        evergreen.evergreen_on,
        core.is_undated(
            spell.is_left_censored, spell.first_seen_on, evergreen.evergreen_reason, evergreen.evergreen_on
        ) AS is_undated
    FROM core.spell
    LEFT JOIN core.evergreen ON evergreen.posting_id = spell.posting_id
    JOIN core.posting ON posting.posting_id = spell.posting_id
    JOIN core.role ON role.role_id = posting.role_id
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
    WHERE role.soc_code IN (
        SELECT soc_code
        FROM core.role
        WHERE role_field = (SELECT role_field FROM core.role WHERE role_id = $role_id)
    )
        AND (spell.closed_on IS NULL OR spell.closed_on >= $since)
),
life_week AS (
    SELECT
        *,
        CAST(unnest(generate_series(greatest(date_trunc('week', opened_on), $since), over_on, INTERVAL 7 DAY)) AS DATE)
            AS week_start
    FROM life
),
cut AS (
    SELECT
        life_week.*,
        coalesce(evergreen_on <= greatest(opened_on, life_week.week_start), FALSE) AS is_evergreen,
        coalesce(
            evergreen_on <= greatest(opened_on, life_week.week_start - CASE WHEN is_undated THEN 7 ELSE 0 END), FALSE
        ) AS was_evergreen,
        least(life_week.week_start + 7, $last_day + 1) AS week_over,
        coalesce(linked.known_on, life_week.week_start) AS known_on,
        greatest(least(over_on, week_over) - greatest(opened_on, known_on), 0) / (week_over - known_on) AS open_share,
        is_up AS is_open,
        coalesce(linked.is_after, FALSE) AS is_after,
        coalesce(linked.is_before, FALSE) AS is_before
    FROM life_week
    LEFT JOIN linked ON linked.board_id = life_week.board_id AND linked.week_start = life_week.week_start
    WHERE life_week.week_start <= $last_day
)
SELECT
    role_id,
    soc_code,
    employer_key,
    is_evergreen,
    was_evergreen,
    CAST((week_start - $since) / 7 AS INTEGER) AS week,
    coalesce(sum(open_share) FILTER (is_after), 0) AS after,
    coalesce(sum(open_share) FILTER (is_before), 0) AS before,
    count(*) FILTER (is_open AND week_start + 7 > $last_day) AS open_now,
    count(DISTINCT vacancy_id) FILTER (is_open AND week_start + 7 > $last_day) AS vacancies_now
FROM cut
GROUP BY ALL
ORDER BY ALL
