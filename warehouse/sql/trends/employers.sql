-- By role and employer: the adverts open on the last day and on each of the six days that lie four weeks apart before it,
-- and those first seen in each of the last four weeks, in all four and in the four before. A board's first answer brings
-- no new ones.
-- The open adverts of the last day, and both counts that are compared (same_...), are of boards that answered in the two
-- weeks up to it; those compared also of boards that had answered before both.
WITH watched AS (
    SELECT
        board_id,
        min(first_whole_on) AS first_whole_on,
        max(week_start) > getvariable('last_day') - 14 AS is_recent,
        min(first_whole_on) <= getvariable('last_day') - 56 AS is_early
    FROM core.board_week
    GROUP BY board_id
)
SELECT
    posting.role_id,
    -- A number is counted in half the time that a name is.
    hash(posting.employer_key) AS employer,
    min(watched.first_whole_on) AS watched_from,
    count(*) FILTER (spell.closed_on IS NULL AND watched.is_recent) AS open_0,
    count(*) FILTER (
        spell.first_seen_on <= getvariable('last_day') - 28
        AND coalesce(spell.closed_on, DATE '9999-12-31') > getvariable('last_day') - 28
    ) AS open_1,
    count(*) FILTER (
        spell.first_seen_on <= getvariable('last_day') - 56
        AND coalesce(spell.closed_on, DATE '9999-12-31') > getvariable('last_day') - 56
    ) AS open_2,
    count(*) FILTER (
        spell.first_seen_on <= getvariable('last_day') - 84
        AND coalesce(spell.closed_on, DATE '9999-12-31') > getvariable('last_day') - 84
    ) AS open_3,
    count(*) FILTER (
        spell.first_seen_on <= getvariable('last_day') - 112
        AND coalesce(spell.closed_on, DATE '9999-12-31') > getvariable('last_day') - 112
    ) AS open_4,
    count(*) FILTER (
        spell.first_seen_on <= getvariable('last_day') - 140
        AND coalesce(spell.closed_on, DATE '9999-12-31') > getvariable('last_day') - 140
    ) AS open_5,
    count(*) FILTER (
        spell.first_seen_on <= getvariable('last_day') - 168
        AND coalesce(spell.closed_on, DATE '9999-12-31') > getvariable('last_day') - 168
    ) AS open_6,
    count(*) FILTER (
        is_new AND spell.first_seen_on BETWEEN getvariable('last_day') - 6 AND getvariable('last_day') - 0
    ) AS new_0,
    count(*) FILTER (
        is_new AND spell.first_seen_on BETWEEN getvariable('last_day') - 13 AND getvariable('last_day') - 7
    ) AS new_1,
    count(*) FILTER (
        is_new AND spell.first_seen_on BETWEEN getvariable('last_day') - 20 AND getvariable('last_day') - 14
    ) AS new_2,
    count(*) FILTER (
        is_new AND spell.first_seen_on BETWEEN getvariable('last_day') - 27 AND getvariable('last_day') - 21
    ) AS new_3,
    count(*) FILTER (
        is_new AND spell.first_seen_on > getvariable('last_day') - 28 AND watched.is_recent AND watched.is_early
    ) AS same_now,
    count(*) FILTER (
        is_new
        AND spell.first_seen_on BETWEEN getvariable('last_day') - 55 AND getvariable('last_day') - 28
        AND watched.is_recent
        AND watched.is_early
    ) AS same_before
FROM (SELECT *, spell_number = 1 AND NOT is_left_censored AS is_new FROM core.spell) AS spell
JOIN core.posting ON posting.posting_id = spell.posting_id
JOIN watched ON watched.board_id = spell.board_id
WHERE posting.role_id IS NOT NULL
    AND (spell.closed_on IS NULL OR spell.closed_on > getvariable('last_day') - 168)
GROUP BY posting.role_id, posting.employer_key
ORDER BY posting.role_id, employer
