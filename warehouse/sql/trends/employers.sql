-- By role and employer: the adverts open on the last day and on each of the six days that lie four weeks apart before it,
-- and those first seen in each of the last four weeks, in all four and in the four before. A board's first answer brings
-- no new ones.
-- The open adverts of the last day are those seen of late (core.is_up). Both counts that are compared (same_...) are of
-- boards that answered in the two weeks up to it, and on or within seven days before both began. What is first
-- seen after a longer silence came nobody knows when: a board that was silent before the four weeks is in no count of them
-- (an employer with such boards alone has none), and one first asked within them is in those after its first answer.
WITH near AS (
    SELECT
        board_id,
        bool_or(observed_on > getvariable('last_day') - 36) AS at_before,
        bool_or(observed_on <= getvariable('last_day') - 56) AS at_earlier
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty')
        AND NOT is_held
        AND (
            observed_on BETWEEN getvariable('last_day') - 35 AND getvariable('last_day') - 28
            OR observed_on BETWEEN getvariable('last_day') - 63 AND getvariable('last_day') - 56
        )
    GROUP BY board_id
),
watched AS (
    SELECT
        board_week.board_id,
        min(board_week.first_whole_on) AS first_whole_on,
        max(board_week.week_start) > getvariable('last_day') - 14 AS is_recent,
        any_value(coalesce(near.at_before, FALSE)) AS at_before,
        any_value(coalesce(near.at_earlier, FALSE)) AS at_earlier
    FROM core.board_week
    LEFT JOIN near ON near.board_id = board_week.board_id
    GROUP BY board_week.board_id
)
SELECT
    posting.role_id,
    -- A number is counted in half the time that a name is.
    hash(posting.employer_key) AS employer,
    min(watched.first_whole_on) AS watched_from,
    count(*) FILTER (core.is_up(spell.closed_at, spell.last_seen_at)) AS open_0,
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
        is_new AND is_dated AND spell.first_seen_on BETWEEN getvariable('last_day') - 6 AND getvariable('last_day') - 0
    ) AS new_0,
    count(*) FILTER (
        is_new AND is_dated AND spell.first_seen_on BETWEEN getvariable('last_day') - 13 AND getvariable('last_day') - 7
    ) AS new_1,
    count(*) FILTER (
        is_new AND is_dated AND spell.first_seen_on BETWEEN getvariable('last_day') - 20 AND getvariable('last_day') - 14
    ) AS new_2,
    count(*) FILTER (
        is_new AND is_dated AND spell.first_seen_on BETWEEN getvariable('last_day') - 27 AND getvariable('last_day') - 21
    ) AS new_3,
    count(*) FILTER (
        is_new AND spell.first_seen_on > getvariable('last_day') - 28 AND is_compared
    ) AS same_now,
    count(*) FILTER (
        is_new
        AND spell.first_seen_on BETWEEN getvariable('last_day') - 55 AND getvariable('last_day') - 28
        AND is_compared
    ) AS same_before,
    bool_or(is_dated) AS is_dated
FROM (
    SELECT
        spell.*,
        NOT core.is_again(spell.spell_number, vacancy.vacancy_id, vacancy.series_id, vacancy.is_repost)
        AND NOT spell.is_left_censored AS is_new
    FROM core.spell
    LEFT JOIN core.vacancy ON vacancy.posting_id = spell.posting_id
) AS spell
JOIN core.posting ON posting.posting_id = spell.posting_id
JOIN (
    SELECT
        *,
        at_before OR first_whole_on > getvariable('last_day') - 28 AS is_dated,
        is_recent AND at_before AND at_earlier AS is_compared
    FROM watched
) AS watched ON watched.board_id = spell.board_id
WHERE posting.role_id IS NOT NULL
    AND (spell.closed_on IS NULL OR spell.closed_on > getvariable('last_day') - 168)
GROUP BY posting.role_id, posting.employer_key
ORDER BY posting.role_id, employer
