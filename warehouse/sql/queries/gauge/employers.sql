-- Who hires for the role? Figures as in mart.employer_activity.
WITH span AS (
    SELECT max(last_on) AS last_day
    FROM gauge_board
),
stock AS (
    SELECT
        posting.employer,
        count(*) AS active_postings,
        quantile_cont(date_diff('day', posting.opened_on, span.last_day), 0.50) AS age_days_p50
    FROM gauge_posting AS posting
    CROSS JOIN span
    GROUP BY posting.employer
),
flow AS (
    SELECT
        spell.employer,
        count(*) FILTER (spell.is_new AND spell.opened_on > span.last_day - 28) AS new_postings,
        count(*) FILTER (spell.closed_on > span.last_day - 28) AS closed_postings
    FROM gauge_spell AS spell
    CROSS JOIN span
    GROUP BY spell.employer
),
listed AS MATERIALIZED (
    SELECT
        flow.employer,
        coalesce(stock.active_postings, 0) AS active_postings,
        flow.new_postings,
        flow.closed_postings,
        stock.age_days_p50
    FROM flow
    LEFT JOIN stock ON stock.employer = flow.employer
    WHERE coalesce(stock.active_postings, 0) + flow.new_postings + flow.closed_postings > 0
    ORDER BY active_postings DESC, flow.new_postings DESC, flow.closed_postings DESC, flow.employer
    LIMIT 25
),
employer_board AS (
    SELECT DISTINCT employer.employer, posting.board_id
    FROM core.posting
    JOIN mart.employer ON employer.employer_key = posting.employer_key
    WHERE employer.employer IN (SELECT employer FROM listed)
),
employer_answer AS (
    SELECT employer_board.employer, sum(coalesce(answer.answers, 0)) / (28 * count(*)) AS coverage
    FROM employer_board
    LEFT JOIN gauge_board AS answer ON answer.board_id = employer_board.board_id
    GROUP BY employer_board.employer
)
SELECT
    listed.employer,
    listed.active_postings,
    listed.new_postings,
    listed.closed_postings,
    CAST(listed.age_days_p50 AS DOUBLE) AS age_days_p50,
    CAST(employer_answer.coverage AS DOUBLE) AS coverage
FROM listed
JOIN employer_answer ON employer_answer.employer = listed.employer
ORDER BY listed.active_postings DESC, listed.new_postings DESC, listed.closed_postings DESC, listed.employer
