-- The counts of the weeks from the Monday `first_week` to the Monday `last_week`; only spells that lasted into them are
-- read. One row a spell and week. The week before the first is read too: the first link starts from it.
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
        -- An advert that was seen for half a year is always hiring, or never. What its board says of when it was posted
        -- changes, and with it would every week since.
        spell.first_seen_on + 180 AS evergreen_on
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    WHERE posting.role_id IS NOT NULL
        AND spell.first_seen_on < getvariable('last_week') + 7
        AND (spell.closed_on IS NULL OR spell.closed_on >= getvariable('first_week') - 7)
)
SELECT
    *,
    CAST(
        unnest(
            generate_series(
                greatest(date_trunc('week', opened_on), getvariable('first_week') - 7),
                least(over_on, getvariable('last_week')),
                INTERVAL 7 DAY
            )
        ) AS DATE
    ) AS week_start
FROM life;

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
        life.evergreen_on <= life.week_start AS is_evergreen,
        -- Whether an advert is evergreen when a link begins holds for both of its ends: none leaves by growing old.
        life.evergreen_on <= life.week_start - 7 AS was_evergreen,
        life.over_on > least(life.week_start + 6, getvariable('last_day')) AS is_open_at_end,
        life.opened_on >= life.week_start AS is_opened,
        life.is_again,
        life.is_entry,
        life.is_closed AND life.over_on < life.week_start + 7 AS is_over,
        valid.board_id IS NOT NULL AS is_observed,
        coalesce(valid.is_after_valid, FALSE) AS is_after,
        coalesce(valid.is_before_valid, FALSE) AS is_before
    FROM stage_life_week AS life
    LEFT JOIN stage_board_week AS valid
        ON valid.board_id = life.board_id AND valid.week_start = life.week_start
),
role_week AS MATERIALIZED (
    SELECT
        role_id,
        week_start,
        count(*) FILTER (is_open_at_end) AS active_postings,
        count(*) FILTER (is_open_at_end AND is_observed) AS observed_postings,
        count(*) FILTER (is_open_at_end AND is_evergreen) AS evergreen_postings,
        count(*) FILTER (is_opened AND NOT is_again AND NOT is_entry) AS new_postings,
        count(*) FILTER (is_over) AS closed_postings,
        count(*) FILTER (is_after AND is_opened AND NOT is_again) AS same_new_postings,
        count(*) FILTER (is_after AND is_opened AND is_again) AS same_reopened_postings,
        count(*) FILTER (is_after AND is_over) AS same_closed_postings,
        count(*) FILTER (is_open_at_end AND is_observed AND NOT is_after) AS boards_entered_postings,
        count(*) FILTER (is_open_at_end AND is_observed AND NOT is_before) AS boards_leaving_postings,
        count(DISTINCT employer_number) FILTER (is_open_at_end) AS unique_employers,
        count(DISTINCT employer_number) FILTER (is_after AND openings > 0) AS matched_employers,
        coalesce(sum(openings) FILTER (is_after AND NOT was_evergreen), 0) AS after_link,
        coalesce(sum(openings) FILTER (is_before AND NOT is_evergreen), 0) AS before_link,
        coalesce(sum(openings) FILTER (is_after AND was_evergreen), 0) AS evergreen_after_link,
        coalesce(sum(openings) FILTER (is_before AND is_evergreen), 0) AS evergreen_before_link
    FROM open_week
    GROUP BY role_id, week_start
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
    coalesce(now.matched_employers, 0) AS matched_employers,
    coalesce(last.before_link, 0) / 420 AS matched_before,
    coalesce(now.after_link, 0) / 420 AS matched_after,
    coalesce(last.evergreen_before_link, 0) / 420 AS matched_evergreen_before,
    coalesce(now.evergreen_after_link, 0) / 420 AS matched_evergreen_after
FROM with_ends
LEFT JOIN role_week AS now ON now.role_id = with_ends.role_id AND now.week_start = with_ends.week_start
LEFT JOIN role_week AS last ON last.role_id = with_ends.role_id AND last.week_start = with_ends.week_start - 7
WHERE with_ends.week_start >= getvariable('first_week')
ORDER BY with_ends.role_id, with_ends.week_start;

DROP TABLE stage_life_week;
