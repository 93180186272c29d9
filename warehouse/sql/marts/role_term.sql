-- What the open postings of a role offer and how they describe the team: the share of the described postings that say so, with
-- the limits of measures.shares.clustered_share, as an employer's postings are alike.
WITH described AS (
    SELECT
        role_id,
        employer_key,
        count(*) AS postings,
        count(text_hash) AS described_postings,
        sum(count(*)) OVER (PARTITION BY role_id) AS role_postings,
        sum(count(text_hash)) OVER (PARTITION BY role_id) AS n
    FROM mart.posting
    WHERE is_open AND role_id IS NOT NULL
    GROUP BY role_id, employer_key
),
own AS (
    SELECT
        posting.role_id,
        posting.employer_key,
        term.term_kind,
        term.term_id,
        count(DISTINCT term.posting_id) AS postings
    FROM core.posting_term AS term
    JOIN mart.posting ON posting.posting_id = term.posting_id
    WHERE posting.is_open AND posting.role_id IS NOT NULL AND posting.text_hash IS NOT NULL
    GROUP BY posting.role_id, posting.employer_key, term.term_kind, term.term_id
),
said AS (
    SELECT
        own.role_id,
        own.term_kind,
        own.term_id,
        any_value(described.role_postings) AS role_postings,
        any_value(described.n) AS n,
        CAST(sum(own.postings) AS BIGINT) AS active_postings,
        count(*) AS unique_employers,
        core.counts_by_sizes(
            own.postings, described.described_postings, size.active_postings + size.undecided_postings
        ) AS counts_by_sizes,
        core.counts_squared(
            own.postings, described.described_postings, size.active_postings + size.undecided_postings
        ) AS counts_squared
    FROM own
    JOIN described ON described.role_id = own.role_id AND described.employer_key = own.employer_key
    LEFT JOIN core.role_size AS size ON size.role_id = own.role_id AND size.is_described
    GROUP BY own.role_id, own.term_kind, own.term_id
),
limited AS (
    SELECT
        said.*,
        said.active_postings / said.n AS share,
        said.n / core.share_effect(
            said.active_postings,
            size.active_postings,
            size.undecided_postings,
            size.unique_employers,
            size.sizes_squared,
            said.counts_by_sizes,
            said.counts_squared,
            size.limit_errors
        ) AS effective_n
    FROM said
    LEFT JOIN core.role_size AS size ON size.role_id = said.role_id AND size.is_described
)
SELECT
    limited.role_id,
    limited.term_kind,
    limited.term_id,
    limited.active_postings,
    limited.unique_employers,
    limited.share,
    core.wilson_low(limited.share, limited.effective_n) AS share_low,
    core.wilson_high(limited.share, limited.effective_n) AS share_high,
    scope.window_end AS window_start,
    scope.window_end,
    CAST(limited.n AS BIGINT) AS n,
    limited.n / limited.role_postings AS coverage,
    scope.panel_id,
    CAST(3 AS SMALLINT) AS method_version
FROM limited
CROSS JOIN mart.scope
