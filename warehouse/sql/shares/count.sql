-- The postings online at the boards whose last answer, within a week of the last day, was whole and is believed, by board and
-- employer: how many are copies of another, have no known role, and have a pay that is known. A board without postings has
-- a row of its own.
DELETE FROM ops.share_count WHERE is_current;
INSERT INTO ops.share_count
WITH last_day AS (
    SELECT max(observed_on) AS counted_on
    FROM core.board_day
),
latest AS (
    SELECT board_id, max(observed_on) AS observed_on
    FROM core.board_day
    GROUP BY board_id
),
believed AS (
    SELECT board.board_id, board.platform, last_day.counted_on
    FROM core.board
    JOIN latest ON latest.board_id = board.board_id
    JOIN core.board_day AS answer ON answer.board_id = latest.board_id AND answer.observed_on = latest.observed_on
    CROSS JOIN last_day
    WHERE answer.board_status IN ('complete', 'empty')
        AND NOT answer.is_held
        AND answer.observed_on > last_day.counted_on - 7
),
open_posting AS (
    SELECT
        posting.board_id,
        posting.employer_key,
        vacancy.vacancy_id <> posting.posting_id AS is_copy,
        posting.role_id IS NULL AS is_unclassified,
        coalesce(posting.pay_min_annual, posting.pay_max_annual) IS NOT NULL AS is_pay_known,
        posting.role_version,
        posting.pay_version,
        posting.text_version,
        posting.employer_version
    FROM core.posting
    SEMI JOIN (SELECT posting_id FROM core.spell WHERE core.is_up(closed_at, last_seen_at)) AS open_spell
        ON open_spell.posting_id = posting.posting_id
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
)
SELECT
    any_value(believed.counted_on) AS counted_on,
    TRUE AS is_current,
    believed.board_id,
    any_value(believed.platform) AS platform,
    coalesce(open_posting.employer_key, '') AS employer_key,
    count(open_posting.board_id) AS active_postings,
    count(*) FILTER (open_posting.is_copy) AS duplicate_postings,
    count(*) FILTER (open_posting.is_unclassified) AS unclassified_postings,
    count(*) FILTER (open_posting.is_pay_known) AS pay_known_postings,
    coalesce(max(open_posting.role_version), 0) AS role_version,
    coalesce(max(open_posting.pay_version), 0) AS pay_version,
    coalesce(max(open_posting.text_version), 0) AS text_version,
    coalesce(max(open_posting.employer_version), 0) AS employer_version,
    coalesce((SELECT max(match_version) FROM ops.matched), 0) AS match_version
FROM believed
LEFT JOIN open_posting ON open_posting.board_id = believed.board_id
GROUP BY believed.board_id, open_posting.employer_key;
