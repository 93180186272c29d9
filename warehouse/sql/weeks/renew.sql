-- The counts of the weeks from the Monday `first_week` to the Monday `last_week`; only spells that lasted into them are
-- read. One row a spell and week. The four weeks before the first are read too: what is compared starts from them.
CREATE OR REPLACE TEMP TABLE stage_life_week AS
WITH life AS (
    SELECT
        posting.role_id,
        -- A number is counted in half the time that a name is.
        hash(posting.employer_key) AS employer_number,
        spell.board_id,
        spell.first_seen_on AS opened_on,
        coalesce(spell.closed_on, getvariable('last_day') + 1) AS over_on,
        spell.closed_on IS NOT NULL AS is_closed,
        spell.spell_number > 1 AS is_again,
        spell.is_left_censored AS is_entry,
        evergreen.evergreen_on
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    LEFT JOIN core.evergreen ON evergreen.posting_id = spell.posting_id
    WHERE posting.role_id IS NOT NULL
        AND spell.first_seen_on < getvariable('last_week') + 7
        AND (spell.closed_on IS NULL OR spell.closed_on >= getvariable('first_week') - 28)
)
SELECT *
FROM (
    SELECT
        *,
        CAST(
            unnest(
                generate_series(
                    greatest(date_trunc('week', opened_on), getvariable('first_week') - 28),
                    least(over_on, getvariable('last_week')),
                    INTERVAL 7 DAY
                )
            ) AS DATE
        ) AS week_start
    FROM life
)
-- Of a day's weeks, those between the two that are compared are not needed.
WHERE week_start >= getvariable('first_week') - 7 OR week_start <= getvariable('last_week') - 28;

INSERT INTO core.role_week
WITH open_week AS (
    SELECT
        life.role_id,
        life.employer_number,
        life.week_start,
        -- Openings on an average day, in 420ths, which every number of days of a week divides. A board that was not seen
        -- in the week before is averaged over the days from its first answer on: before it nobody knows.
        CASE WHEN valid.is_after_valid THEN life.week_start ELSE coalesce(valid.first_whole_on, life.week_start) END
            AS known_on,
        least(life.week_start + 7, getvariable('last_day') + 1) AS week_over,
        420 // (week_over - known_on)
        * greatest(least(life.over_on, week_over) - greatest(life.opened_on, known_on), 0) AS openings,
        coalesce(life.evergreen_on <= greatest(life.opened_on, life.week_start), FALSE) AS is_evergreen,
        -- Whether an advert is evergreen when a link begins, or was from its first day, holds for both of its ends: none
        -- leaves by growing old, and none that names no opening comes in as one.
        coalesce(life.evergreen_on <= greatest(life.opened_on, life.week_start - 7), FALSE) AS was_evergreen,
        coalesce(life.evergreen_on <= greatest(life.opened_on, life.week_start - 28), FALSE) AS was_evergreen_month_ago,
        life.over_on > least(life.week_start + 6, getvariable('last_day')) AS is_open_at_end,
        life.opened_on >= life.week_start AS is_opened,
        life.is_again,
        life.is_entry,
        life.is_closed AND life.over_on < life.week_start + 7 AS is_over,
        valid.board_id IS NOT NULL AS is_observed,
        coalesce(valid.is_after_valid, FALSE) AS is_after,
        coalesce(valid.is_before_valid, FALSE) AS is_before,
        coalesce(valid.is_month_after_valid, FALSE) AS is_month_after,
        coalesce(valid.is_month_before_valid, FALSE) AS is_month_before
    FROM stage_life_week AS life
    LEFT JOIN stage_board_week AS valid
        ON valid.board_id = life.board_id AND valid.week_start = life.week_start
),
employer_week AS MATERIALIZED (
    SELECT
        role_id,
        week_start,
        employer_number,
        count(*) FILTER (is_open_at_end) AS active,
        count(*) FILTER (is_open_at_end AND is_observed) AS observed,
        count(*) FILTER (is_open_at_end AND is_evergreen) AS evergreen,
        count(*) FILTER (is_opened AND NOT is_again AND NOT is_entry) AS new,
        count(*) FILTER (is_over) AS closed,
        count(*) FILTER (is_after AND is_opened AND NOT is_again) AS same_new,
        count(*) FILTER (is_after AND is_opened AND is_again) AS same_reopened,
        count(*) FILTER (is_after AND is_over) AS same_closed,
        count(*) FILTER (is_open_at_end AND is_observed AND NOT is_after) AS boards_entered,
        count(*) FILTER (is_open_at_end AND is_observed AND NOT is_before) AS boards_leaving,
        coalesce(sum(openings) FILTER (is_after AND NOT was_evergreen), 0) AS after_link,
        coalesce(sum(openings) FILTER (is_before AND NOT is_evergreen), 0) AS before_link,
        coalesce(sum(openings) FILTER (is_after AND was_evergreen), 0) AS evergreen_after_link,
        coalesce(sum(openings) FILTER (is_before AND is_evergreen), 0) AS evergreen_before_link,
        coalesce(sum(openings) FILTER (is_month_after AND NOT was_evergreen_month_ago), 0) AS after_month,
        coalesce(sum(openings) FILTER (is_month_before AND NOT is_evergreen), 0) AS before_month
    FROM open_week
    GROUP BY role_id, week_start, employer_number
),
role_week AS MATERIALIZED (
    SELECT
        role_id,
        week_start,
        sum(active) AS active_postings,
        sum(observed) AS observed_postings,
        sum(evergreen) AS evergreen_postings,
        sum(new) AS new_postings,
        sum(closed) AS closed_postings,
        sum(same_new) AS same_new_postings,
        sum(same_reopened) AS same_reopened_postings,
        sum(same_closed) AS same_closed_postings,
        sum(boards_entered) AS boards_entered_postings,
        sum(boards_leaving) AS boards_leaving_postings,
        count(*) FILTER (active > 0) AS unique_employers,
        sum(after_link) AS after_link,
        sum(before_link) AS before_link,
        sum(evergreen_after_link) AS evergreen_after_link,
        sum(evergreen_before_link) AS evergreen_before_link
    FROM employer_week
    WHERE week_start >= getvariable('first_week') - 7
    GROUP BY role_id, week_start
),
-- The two ends of each employer's link, and of its comparison with four weeks before.
employer_link AS MATERIALIZED (
    SELECT
        role_id,
        week_start,
        employer_number,
        CAST(sum(before_link) AS BIGINT) AS before_link,
        CAST(sum(after_link) AS BIGINT) AS after_link,
        CAST(sum(before_month) AS BIGINT) AS before_month,
        CAST(sum(after_month) AS BIGINT) AS after_month
    FROM (
        SELECT role_id, week_start, employer_number, 0 AS before_link, after_link, 0 AS before_month, after_month
        FROM employer_week
        UNION ALL
        SELECT role_id, week_start + 7, employer_number, before_link, 0, 0, 0
        FROM employer_week
        UNION ALL
        SELECT role_id, week_start + 28, employer_number, 0, 0, before_month, 0
        FROM employer_week
    )
    WHERE week_start BETWEEN getvariable('first_week') AND getvariable('last_week')
    GROUP BY role_id, week_start, employer_number
),
-- The largest number of openings that counts of one employer, so that none has more than a tenth of what counts: with the
-- k largest at that limit, it is a tenth of a sum of which they are k times the limit. None where there are fewer than ten.
role_link AS (
    SELECT
        role_id,
        week_start,
        count(*) FILTER (before_link > 0) AS matched_employers_before,
        count(*) FILTER (after_link > 0) AS matched_employers,
        count(*) FILTER (before_month > 0 OR after_month > 0) AS compared_employers,
        count(*) FILTER (after_month > before_month)
        + count(*) FILTER (after_month = before_month AND after_month > 0) / 2 AS growing_employers,
        sum(before_link) AS total,
        max(before_link, 10) AS largest,
        list_filter(
            range(10),
            lambda k: largest[k + 1] > 0
            AND largest[k + 1] * (10 - k) <= total - coalesce(list_sum(largest[:k]), 0)
        )[1] AS held,
        (total - coalesce(list_sum(largest[:held]), 0)) / (10 - held) AS most
    FROM employer_link
    GROUP BY role_id, week_start
),
-- In thousandths, whole ones, so that their sum does not depend on its order.
capped AS (
    SELECT
        employer_link.role_id,
        employer_link.week_start,
        sum(CAST(round(1000 * least(before_link, most)) AS BIGINT)) / 420000 AS capped_before,
        sum(
            CAST(round(1000 * after_link * CASE WHEN before_link > most THEN most / before_link ELSE 1 END) AS BIGINT)
        ) / 420000 AS capped_after
    FROM employer_link
    JOIN role_link ON role_link.role_id = employer_link.role_id AND role_link.week_start = employer_link.week_start
    WHERE role_link.held IS NOT NULL
    GROUP BY employer_link.role_id, employer_link.week_start
),
-- A role without an advert left in a week has one that says so, as long as it was there the week before.
with_ends AS (
    SELECT role_id, week_start FROM role_week
    UNION
    SELECT role_id, week_start + 7 FROM role_week WHERE week_start + 7 <= getvariable('last_week')
)
SELECT
    with_ends.role_id,
    with_ends.week_start,
    coalesce(now.active_postings, 0) AS active_postings,
    coalesce(now.observed_postings, 0) AS observed_postings,
    coalesce(now.evergreen_postings, 0) AS evergreen_postings,
    coalesce(now.new_postings, 0) AS new_postings,
    coalesce(now.closed_postings, 0) AS closed_postings,
    coalesce(now.same_new_postings, 0) AS same_new_postings,
    coalesce(now.same_reopened_postings, 0) AS same_reopened_postings,
    coalesce(now.same_closed_postings, 0) AS same_closed_postings,
    coalesce(now.boards_entered_postings, 0) AS boards_entered_postings,
    coalesce(last.boards_leaving_postings, 0) AS boards_left_postings,
    coalesce(now.unique_employers, 0) AS unique_employers,
    coalesce(role_link.matched_employers, 0) AS matched_employers,
    coalesce(role_link.matched_employers_before, 0) AS matched_employers_before,
    coalesce(last.before_link, 0) / 420 AS matched_before,
    coalesce(now.after_link, 0) / 420 AS matched_after,
    coalesce(last.evergreen_before_link, 0) / 420 AS matched_evergreen_before,
    coalesce(now.evergreen_after_link, 0) / 420 AS matched_evergreen_after,
    capped.capped_before,
    capped.capped_after,
    coalesce(role_link.compared_employers, 0) AS compared_employers,
    coalesce(role_link.growing_employers, 0) AS growing_employers
FROM with_ends
LEFT JOIN role_week AS now ON now.role_id = with_ends.role_id AND now.week_start = with_ends.week_start
LEFT JOIN role_week AS last ON last.role_id = with_ends.role_id AND last.week_start = with_ends.week_start - 7
LEFT JOIN role_link ON role_link.role_id = with_ends.role_id AND role_link.week_start = with_ends.week_start
LEFT JOIN capped ON capped.role_id = with_ends.role_id AND capped.week_start = with_ends.week_start
WHERE with_ends.week_start >= getvariable('first_week')
ORDER BY with_ends.role_id, with_ends.week_start;

DROP TABLE stage_life_week;
