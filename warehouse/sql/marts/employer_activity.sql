-- Who hires for a role: open postings now, and what opened and closed in the 28 days that end with the last day.
-- An employer's boards are those that its postings come from; a day is that of the person's time zone.
WITH span AS (
    SELECT window_start AS first_day, window_end AS last_day
    FROM mart.scope
),
panel AS (
    SELECT panel_id
    FROM mart.scope
),
-- The spells that count: those open now, and those that began or ended within the 28 days.
spell AS (
    SELECT spell.*, span.last_day
    FROM core.spell
    CROSS JOIN span
    WHERE spell.closed_at IS NULL OR spell.first_seen_on > span.last_day - 28 OR spell.closed_on > span.last_day - 28
),
opened AS (
    SELECT posting_id, min(first_seen_on) AS opened_on
    FROM core.spell
    WHERE posting_id IN (SELECT posting_id FROM spell WHERE core.is_up(closed_at, last_seen_at))
    GROUP BY posting_id
),
stock AS (
    SELECT
        posting.role_id,
        employer.employer,
        count(*) AS active_postings,
        quantile_cont(date_diff('day', opened.opened_on, span.last_day), 0.50) AS age_days_p50
    FROM core.posting
    JOIN mart.employer ON employer.employer_key = posting.employer_key
    JOIN opened ON opened.posting_id = posting.posting_id
    CROSS JOIN span
    WHERE posting.role_id IS NOT NULL
    GROUP BY posting.role_id, employer.employer
),
spell_day AS (
    SELECT
        posting.role_id,
        employer.employer,
        spell.last_day,
        core.is_again(spell.spell_number, vacancy.vacancy_id, vacancy.series_id, vacancy.is_repost) AS is_again,
        NOT is_again AND NOT spell.is_left_censored AS is_new,
        spell.first_seen_on AS opened_on,
        spell.closed_on
    FROM spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    JOIN mart.employer ON employer.employer_key = posting.employer_key
    LEFT JOIN core.vacancy ON vacancy.posting_id = spell.posting_id
    WHERE posting.role_id IS NOT NULL
),
flow AS (
    SELECT
        role_id,
        employer,
        count(*) FILTER (is_new AND opened_on > last_day - 28) AS new_postings,
        count(*) FILTER (is_again AND opened_on > last_day - 28) AS reposted_postings,
        count(*) FILTER (closed_on > last_day - 28) AS closed_postings
    FROM spell_day
    GROUP BY role_id, employer
),
board_answer AS (
    SELECT board_day.board_id, count(*) AS days
    FROM core.board_day
    CROSS JOIN span
    WHERE board_day.board_status IN ('complete', 'empty') AND board_day.observed_on > span.last_day - 28
    GROUP BY board_day.board_id
),
employer_board AS (
    SELECT DISTINCT employer.employer, posting.board_id
    FROM (SELECT DISTINCT employer_key, board_id FROM core.posting) AS posting
    JOIN mart.employer ON employer.employer_key = posting.employer_key
),
employer_answer AS (
    SELECT employer_board.employer, sum(coalesce(board_answer.days, 0)) / (28 * count(*)) AS coverage
    FROM employer_board
    LEFT JOIN board_answer ON board_answer.board_id = employer_board.board_id
    GROUP BY employer_board.employer
)
SELECT
    flow.role_id,
    flow.employer,
    coalesce(stock.active_postings, 0) AS active_postings,
    flow.new_postings,
    flow.reposted_postings,
    flow.closed_postings,
    CAST(stock.age_days_p50 AS DOUBLE) AS age_days_p50,
    greatest(span.first_day, span.last_day - 27) AS window_start,
    span.last_day AS window_end,
    coalesce(stock.active_postings, 0) AS n,
    CAST(employer_answer.coverage AS DOUBLE) AS coverage,
    panel.panel_id,
    CAST(3 AS SMALLINT) AS method_version
FROM flow
LEFT JOIN stock ON stock.role_id = flow.role_id AND stock.employer = flow.employer
JOIN employer_answer ON employer_answer.employer = flow.employer
CROSS JOIN span
CROSS JOIN panel
WHERE coalesce(stock.active_postings, 0) + flow.new_postings + flow.closed_postings > 0
