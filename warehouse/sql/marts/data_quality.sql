-- How much is known of the open postings, a role and (role_id unknown) for all, postings without a role among them.
-- The quarantined share rests on the last answer of each board that carries the postings, failed fetches left out.
-- On-target pay is more than base pay, pay after tax less: both count as unknown.
WITH span AS (
    SELECT window_start AS first_day, window_end AS last_day
    FROM mart.scope
),
panel AS (
    SELECT panel_id
    FROM mart.scope
),
observed AS (
    SELECT coverage
    FROM mart.scope
),
last_answer AS (
    SELECT
        board_id,
        arg_max(postings_count, observed_at) AS postings_count,
        arg_max(quarantined_count, observed_at) AS quarantined_count
    FROM core.board_day
    WHERE board_status IN ('complete', 'empty', 'incomplete')
    GROUP BY board_id
),
open_posting AS (
    SELECT DISTINCT posting_id
    FROM core.spell
    WHERE core.is_up(closed_at, last_seen_at)
),
role_board AS (
    SELECT DISTINCT posting.role_id, posting.board_id
    FROM core.posting
    SEMI JOIN open_posting ON open_posting.posting_id = posting.posting_id
    WHERE posting.role_id IS NOT NULL
    UNION ALL
    SELECT NULL AS role_id, board_id
    FROM last_answer
),
quarantined AS (
    SELECT
        role_board.role_id,
        sum(last_answer.quarantined_count)
        / nullif(sum(last_answer.postings_count + last_answer.quarantined_count), 0) AS quarantined_share
    FROM role_board
    JOIN last_answer ON last_answer.board_id = role_board.board_id
    GROUP BY role_board.role_id
),
posting AS (
    SELECT posting.*, open_posting.posting_id IS NOT NULL AS is_open
    FROM core.posting
    LEFT JOIN open_posting ON open_posting.posting_id = posting.posting_id
),
known AS (
    SELECT
        role_id,
        count(*) FILTER (is_open) AS active_postings,
        count(DISTINCT employer_key) FILTER (is_open) AS unique_employers,
        count(role_id) FILTER (is_open) AS role_known,
        count(coalesce(pay_min_annual, pay_max_annual)) FILTER (
            is_open AND coalesce(pay_flag, '') NOT IN ('on_target', 'net')
        ) AS pay_known,
        count(country_code) FILTER (is_open) AS country_known,
        count(workplace) FILTER (is_open) AS workplace_known,
        count(seniority) FILTER (is_open) AS seniority_known
    FROM posting
    GROUP BY GROUPING SETS ((role_id), ())
    HAVING role_id IS NOT NULL OR grouping(role_id) = 1
)
SELECT
    known.role_id,
    known.active_postings,
    known.unique_employers,
    known.role_known / nullif(known.active_postings, 0) AS role_known_share,
    known.pay_known / nullif(known.active_postings, 0) AS pay_known_share,
    known.country_known / nullif(known.active_postings, 0) AS country_known_share,
    known.workplace_known / nullif(known.active_postings, 0) AS workplace_known_share,
    known.seniority_known / nullif(known.active_postings, 0) AS seniority_known_share,
    CAST(quarantined.quarantined_share AS DOUBLE) AS quarantined_share,
    span.last_day AS window_start,
    span.last_day AS window_end,
    known.active_postings AS n,
    observed.coverage,
    panel.panel_id,
    CAST(2 AS SMALLINT) AS method_version
FROM known
LEFT JOIN quarantined ON quarantined.role_id IS NOT DISTINCT FROM known.role_id
CROSS JOIN span
CROSS JOIN panel
CROSS JOIN observed
