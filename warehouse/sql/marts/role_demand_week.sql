-- Openings a role and week, as counted in core.role_week: no spell is ever joined with every week it lasted.
-- A day is that of the person's time zone. The panel is the boards that answered in full in the first week. A board
-- without an answer keeps its open postings; coverage tells.
WITH span AS (
    SELECT
        max(observed_on) AS last_day,
        CAST(date_trunc('week', min(observed_on)) AS DATE) AS first_week,
        CAST(date_trunc('week', max(observed_on)) AS DATE) AS last_week
    FROM core.board_day
),
week AS (
    SELECT CAST(unnest(generate_series(first_week, last_week, INTERVAL 7 DAY)) AS DATE) AS week_start
    FROM span
),
board_life AS (
    SELECT
        board_id,
        CAST(date_trunc('week', min(observed_on)) AS DATE) AS asked_week,
        CAST(
            date_trunc('week', min(observed_on) FILTER (board_status IN ('complete', 'empty'))) AS DATE
        ) AS answered_week
    FROM core.board_day
    GROUP BY board_id
),
board_week AS (
    SELECT
        week.week_start,
        count(*) AS boards_watched,
        -- Hashed here: the names of all boards beside each role would be gigabytes.
        substr(
            sha256(
                coalesce(
                    string_agg(board_id, ',' ORDER BY board_id) FILTER (board_life.answered_week <= week.week_start), ''
                )
            ),
            1,
            12
        ) AS panel_id
    FROM week
    JOIN board_life ON board_life.asked_week <= week.week_start
    GROUP BY week.week_start
),
answered_week AS (
    SELECT
        CAST(date_trunc('week', observed_on) AS DATE) AS week_start,
        count(DISTINCT board_id) AS boards_observed
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty') AND NOT is_held
    GROUP BY ALL
),
-- The panel's openings from sums of openings and closings.
panel_life AS (
    SELECT
        posting.role_id,
        date_trunc('week', spell.first_seen_on) AS opened_week,
        date_trunc('week', spell.closed_on) AS closed_week,
        count(*) AS postings
    FROM core.spell
    JOIN board_life ON board_life.board_id = spell.board_id
    JOIN core.posting ON posting.posting_id = spell.posting_id
    JOIN span ON span.first_week = board_life.answered_week
    GROUP BY ALL
),
panel_change AS (
    SELECT role_id, week_start, sum(change) AS change
    FROM (
        SELECT role_id, opened_week AS week_start, postings AS change FROM panel_life
        UNION ALL
        SELECT role_id, closed_week AS week_start, -postings AS change FROM panel_life WHERE closed_week IS NOT NULL
    ) AS event
    GROUP BY role_id, week_start
),
-- A link is the ratio of openings at the boards observed in both weeks. It counts where 50 openings at 10 employers can be
-- compared, in both; where one does not, the index begins anew: it speaks of the weeks that count only.
link AS (
    SELECT
        *,
        least(matched_before, matched_after) >= 50
        AND least(matched_employers_before, matched_employers) >= 10 AS is_linked
    FROM core.role_week
),
run AS (
    SELECT
        *,
        count(*) FILTER (NOT is_linked) OVER (PARTITION BY role_id ORDER BY week_start) AS run_number
    FROM link
),
chained AS (
    SELECT
        *,
        count(*) FILTER (is_linked) OVER whole > 0 AS is_indexed,
        min(week_start) OVER whole AS base_week,
        100 * exp(coalesce(sum(CASE WHEN is_linked THEN ln(matched_after / matched_before) END) OVER so_far, 0)) AS chain,
        100 * exp(
            coalesce(
                sum(
                    CASE
                        WHEN is_linked
                            THEN ln(
                                (matched_after + matched_evergreen_after) / (matched_before + matched_evergreen_before)
                            )
                    END
                ) OVER so_far,
                0
            )
        ) AS chain_all,
        CASE
            WHEN count(*) FILTER (is_linked AND coalesce(capped_after, 0) = 0) OVER so_far = 0
                THEN 100 * exp(
                    coalesce(
                        sum(CASE WHEN is_linked AND capped_after > 0 THEN ln(capped_after / capped_before) END) OVER so_far,
                        0
                    )
                )
        END AS chain_capped
    FROM run
    WINDOW
        whole AS (PARTITION BY role_id, run_number),
        so_far AS (PARTITION BY role_id, run_number ORDER BY week_start)
),
role_start AS (
    SELECT role_id, min(week_start) AS first_week
    FROM core.role_week
    GROUP BY role_id
),
-- Every week from a role's first on has a row.
running AS (
    SELECT
        role_start.role_id,
        week.week_start,
        coalesce(chained.active_postings, 0) AS active_postings,
        CAST(sum(coalesce(panel_change.change, 0)) OVER so_far AS BIGINT) AS panel_active_postings,
        coalesce(chained.new_postings, 0) AS new_postings,
        coalesce(chained.closed_postings, 0) AS closed_postings,
        coalesce(chained.unique_employers, 0) AS unique_employers,
        coalesce(chained.evergreen_postings, 0) AS evergreen_postings,
        coalesce(chained.matched_employers, 0) AS matched_employers,
        coalesce(chained.matched_after, 0) AS matched_postings,
        least(chained.matched_before, chained.matched_after) AS linked_postings,
        least(chained.matched_employers_before, chained.matched_employers) AS linked_employers,
        coalesce(chained.is_indexed, FALSE) AS is_indexed,
        chained.base_week,
        chained.chain,
        chained.chain_all,
        chained.chain_capped,
        coalesce(chained.compared_employers, 0) AS compared_employers,
        chained.growing_employers / nullif(chained.compared_employers, 0) AS growing
    FROM role_start
    JOIN week ON week.week_start >= role_start.first_week
    LEFT JOIN chained ON chained.role_id = role_start.role_id AND chained.week_start = week.week_start
    LEFT JOIN panel_change ON panel_change.role_id = role_start.role_id AND panel_change.week_start = week.week_start
    WINDOW so_far AS (PARTITION BY role_start.role_id ORDER BY week.week_start)
)
SELECT
    running.role_id,
    running.active_postings,
    running.panel_active_postings,
    running.new_postings,
    running.closed_postings,
    running.unique_employers,
    CAST(coalesce(answered_week.boards_observed, 0) AS BIGINT) AS boards_observed,
    CAST(board_week.boards_watched AS BIGINT) AS boards_watched,
    running.evergreen_postings,
    running.matched_employers,
    running.matched_postings,
    CASE WHEN running.is_indexed THEN running.chain END AS demand_index,
    limits.demand_index_low,
    limits.demand_index_high,
    CASE WHEN running.is_indexed THEN running.chain_all END AS demand_index_all,
    CASE WHEN running.is_indexed THEN running.chain_capped END AS demand_index_capped,
    CASE WHEN running.is_indexed THEN running.base_week END AS index_base_on,
    CASE
        WHEN NOT running.is_indexed
            THEN format(
                '{:.0f} openings at {} employers can be compared with the week before; an index needs 50 at 10.',
                coalesce(running.linked_postings, 0),
                coalesce(running.linked_employers, 0)
            )
    END AS refusal,
    CAST(running.compared_employers AS BIGINT) AS compared_employers,
    CASE WHEN running.compared_employers >= 10 THEN running.growing END AS growing_share,
    -- Employers count alike here, whatever their size.
    CASE WHEN running.compared_employers >= 10 THEN core.wilson_low(running.growing, running.compared_employers) END
        AS growing_low,
    CASE WHEN running.compared_employers >= 10 THEN core.wilson_high(running.growing, running.compared_employers) END
        AS growing_high,
    running.week_start AS window_start,
    CAST(least(running.week_start + INTERVAL 6 DAY, span.last_day) AS DATE) AS window_end,
    running.active_postings AS n,
    CAST(coalesce(answered_week.boards_observed, 0) / board_week.boards_watched AS DOUBLE) AS coverage,
    board_week.panel_id,
    CAST(5 AS SMALLINT) AS method_version
FROM running
JOIN board_week ON board_week.week_start = running.week_start
LEFT JOIN answered_week ON answered_week.week_start = running.week_start
-- Limits are those of this index, and of none that was counted since.
LEFT JOIN core.index_limit AS limits
    ON limits.role_id = running.role_id
    AND limits.week_start = running.week_start
    AND running.is_indexed
    AND abs(limits.demand_index - running.chain) < 1e-6
CROSS JOIN span
