-- What the open postings of a role offer and how they describe the team: the share of the described postings that say so.
WITH span AS (
    SELECT window_end AS last_day
    FROM mart.scope
),
panel AS (
    SELECT panel_id
    FROM mart.scope
),
described AS (
    SELECT role_id, count(*) AS postings, count(text_hash) AS n
    FROM mart.posting
    WHERE is_open AND role_id IS NOT NULL
    GROUP BY role_id
),
said AS (
    SELECT
        posting.role_id,
        term.term_kind,
        term.term_id,
        count(DISTINCT term.posting_id) AS active_postings,
        count(DISTINCT posting.employer_key) AS unique_employers
    FROM core.posting_term AS term
    JOIN mart.posting ON posting.posting_id = term.posting_id
    WHERE posting.is_open AND posting.role_id IS NOT NULL AND posting.text_hash IS NOT NULL
    GROUP BY posting.role_id, term.term_kind, term.term_id
)
SELECT
    said.*,
    said.active_postings / described.n AS share,
    span.last_day AS window_start,
    span.last_day AS window_end,
    described.n,
    described.n / described.postings AS coverage,
    panel.panel_id,
    CAST(2 AS SMALLINT) AS method_version
FROM said
JOIN described ON described.role_id = said.role_id
CROSS JOIN span
CROSS JOIN panel
