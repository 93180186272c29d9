-- Who hires for the role? Figures as in mart.employer_activity.
WITH span AS (
    SELECT max(observed_on) AS last_day
    FROM core.board_day
),
opened AS (
    SELECT posting_id, min(opened_on) AS opened_on
    FROM gauge_spell
    GROUP BY posting_id
),
stock AS (
    SELECT
        posting.employer,
        count(*) FILTER (posting.is_open) AS active_postings,
        quantile_cont(date_diff('day', opened.opened_on, span.last_day), 0.50) FILTER (
            posting.is_open
        ) AS age_days_p50
    FROM gauge_posting AS posting
    JOIN opened ON opened.posting_id = posting.posting_id
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
employer_board AS (
    SELECT DISTINCT posting.employer, posting.board_id
    FROM mart.posting
    JOIN stock ON stock.employer = posting.employer
),
employer_answer AS (
    SELECT
        employer_board.employer,
        count(board_day.board_id) / (28 * count(DISTINCT employer_board.board_id)) AS coverage
    FROM employer_board
    CROSS JOIN span
    LEFT JOIN core.board_day ON board_day.board_id = employer_board.board_id
        AND board_day.board_status IN ('complete', 'empty')
        AND board_day.observed_on > span.last_day - 28
    GROUP BY employer_board.employer
)
SELECT
    stock.employer,
    stock.active_postings,
    flow.new_postings,
    flow.closed_postings,
    CAST(stock.age_days_p50 AS DOUBLE) AS age_days_p50,
    employer_answer.coverage
FROM stock
JOIN flow ON flow.employer = stock.employer
JOIN employer_answer ON employer_answer.employer = stock.employer
WHERE stock.active_postings + flow.new_postings + flow.closed_postings > 0
ORDER BY stock.active_postings DESC, flow.new_postings DESC, flow.closed_postings DESC, stock.employer
LIMIT 25
