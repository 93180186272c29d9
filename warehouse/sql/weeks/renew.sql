-- The counts of the weeks from the Monday `first_week` to the Monday `last_week`; only lives that lasted into them are
-- read. One row a life and week. The four weeks before the first are read too: what is compared starts from them.
CREATE OR REPLACE TEMP TABLE stage_open_week AS
WITH life_week AS (
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
        ) AS week_start,
        (week_start - DATE '1900-01-01') // 7 AS week
    FROM stage_life
    WHERE opened_on < getvariable('last_week') + 7 AND (NOT is_closed OR over_on >= getvariable('first_week') - 28)
)
SELECT
    life.employer,
    life.role * 65536 + life.week AS role_week,
    -- Openings on an average day, in 420ths, which every number of days of a week divides. A board that was not seen
    -- in the week before is averaged over the days from its first answer on: before it nobody knows.
    CASE WHEN valid.is_after_valid THEN life.week_start ELSE coalesce(valid.first_whole_on, life.week_start) END
        AS known_on,
    least(life.week_start + 7, getvariable('last_day') + 1) AS week_over,
    420 // (week_over - known_on)
    * greatest(least(life.over_on, week_over) - greatest(life.opened_on, known_on), 0) AS openings,
    coalesce(life.evergreen_on <= greatest(life.opened_on, life.week_start), FALSE) AS is_evergreen,
    -- Who becomes evergreen leaves the compared openings as who closes does: where as many come as grow old, the index stays.
    -- An advert of unknown age counts at a link's end as it did at its start, so that a watch's first half-year ends in no fall.
    coalesce(
        life.evergreen_on <= greatest(life.opened_on, life.week_start - CASE WHEN life.is_undated THEN 7 ELSE 0 END), FALSE
    ) AS was_evergreen,
    coalesce(
        life.evergreen_on <= greatest(life.opened_on, life.week_start - CASE WHEN life.is_undated THEN 28 ELSE 0 END), FALSE
    ) AS was_evergreen_month_ago,
    life.over_on > least(life.week_start + 6, getvariable('last_day')) AS is_open_at_end,
    life.opened_on >= life.week_start AS is_opened,
    life.is_again,
    life.is_entry,
    life.is_closed AND life.over_on < life.week_start + 7 AS is_over,
    valid.board_week IS NOT NULL AS is_observed,
    coalesce(valid.is_after_valid, FALSE) AS is_after,
    coalesce(valid.is_before_valid, FALSE) AS is_before,
    coalesce(valid.is_month_after_valid, FALSE) AS is_month_after,
    coalesce(valid.is_month_before_valid, FALSE) AS is_month_before
FROM life_week AS life
LEFT JOIN stage_board_week AS valid ON valid.board_week = life.board * 65536 + life.week
-- Of a day's weeks, those between the two that are compared are not needed.
WHERE life.week_start >= getvariable('first_week') - 7 OR life.week_start <= getvariable('last_week') - 28;

CREATE OR REPLACE TEMP TABLE stage_employer_week AS
SELECT
    employer * 4294967296 + role_week AS cell,
    bool_or(is_open_at_end) AS is_active,
    CAST(sum(CASE WHEN is_after AND NOT was_evergreen THEN openings ELSE 0 END) AS BIGINT) AS after_link,
    CAST(sum(CASE WHEN is_before AND NOT is_evergreen THEN openings ELSE 0 END) AS BIGINT) AS before_link,
    CAST(sum(CASE WHEN is_month_after AND NOT was_evergreen_month_ago THEN openings ELSE 0 END) AS BIGINT) AS after_month,
    CAST(sum(CASE WHEN is_month_before AND NOT is_evergreen THEN openings ELSE 0 END) AS BIGINT) AS before_month
FROM stage_open_week
GROUP BY cell;

-- The two ends of each employer's link, and of its comparison with four weeks before; each from one week's row.
CREATE OR REPLACE TEMP TABLE stage_employer_link AS
SELECT
    cell % 4294967296 AS role_week,
    max(before_link) AS before_link,
    max(after_link) AS after_link,
    max(before_month) AS before_month,
    max(after_month) AS after_month
FROM (
    SELECT cell, 0 AS before_link, after_link, 0 AS before_month, after_month
    FROM stage_employer_week
    WHERE after_link > 0 OR after_month > 0
    UNION ALL
    SELECT cell + 1, before_link, 0, 0, 0
    FROM stage_employer_week
    WHERE before_link > 0
    UNION ALL
    SELECT cell + 4, 0, 0, before_month, 0
    FROM stage_employer_week
    WHERE before_month > 0
)
WHERE cell % 65536 BETWEEN (getvariable('first_week') - DATE '1900-01-01') // 7
    AND (getvariable('last_week') - DATE '1900-01-01') // 7
GROUP BY cell;

INSERT INTO core.role_week
WITH role_week AS MATERIALIZED (
    SELECT
        role_week,
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
        sum(openings) FILTER (is_after AND NOT was_evergreen) AS after_link,
        sum(openings) FILTER (is_before AND NOT is_evergreen) AS before_link,
        sum(openings) FILTER (is_after AND was_evergreen) AS evergreen_after_link,
        sum(openings) FILTER (is_before AND is_evergreen) AS evergreen_before_link
    FROM stage_open_week
    WHERE role_week % 65536 >= (getvariable('first_week') - DATE '1900-01-01') // 7 - 1
    GROUP BY role_week
),
hiring AS (
    SELECT cell % 4294967296 AS role_week, count(*) AS unique_employers
    FROM stage_employer_week
    WHERE is_active
    GROUP BY role_week
),
-- The largest number of openings that counts of one employer, so that none has more than a tenth of what counts: with the
-- k largest at that limit, it is a tenth of a sum of which they are k times the limit. None where there are fewer than ten.
role_link AS (
    SELECT
        role_week,
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
    FROM stage_employer_link
    GROUP BY role_week
),
-- In thousandths, whole ones, so that their sum does not depend on its order.
capped AS (
    SELECT
        link.role_week,
        sum(CAST(round(1000 * least(before_link, most)) AS BIGINT)) / 420000 AS capped_before,
        sum(
            CAST(round(1000 * after_link * CASE WHEN before_link > most THEN most / before_link ELSE 1 END) AS BIGINT)
        ) / 420000 AS capped_after
    FROM stage_employer_link AS link
    JOIN role_link ON role_link.role_week = link.role_week
    WHERE role_link.held IS NOT NULL
    GROUP BY link.role_week
),
-- A role without an advert left in a week has one that says so, as long as it was there the week before.
with_ends AS (
    SELECT role_week FROM role_week
    UNION
    SELECT role_week + 1 FROM role_week
)
SELECT
    stage_role.role_id,
    DATE '1900-01-01' + CAST(with_ends.role_week % 65536 * 7 AS INTEGER) AS week_start,
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
    coalesce(hiring.unique_employers, 0) AS unique_employers,
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
JOIN stage_role ON stage_role.role = with_ends.role_week // 65536
LEFT JOIN role_week AS now ON now.role_week = with_ends.role_week
LEFT JOIN role_week AS last ON last.role_week = with_ends.role_week - 1
LEFT JOIN hiring ON hiring.role_week = with_ends.role_week
LEFT JOIN role_link ON role_link.role_week = with_ends.role_week
LEFT JOIN capped ON capped.role_week = with_ends.role_week
WHERE week_start BETWEEN getvariable('first_week') AND getvariable('last_week')
ORDER BY stage_role.role_id, week_start;

DROP TABLE stage_open_week;
DROP TABLE stage_employer_week;
DROP TABLE stage_employer_link;
