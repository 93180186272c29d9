-- How the open postings of a role divide by seniority, workplace and employment type; the unknown are a value too. Limits are
-- those of measures.shares.clustered_share, as an employer's postings are alike.
WITH fact AS (
    SELECT
        role_id,
        employer_key,
        unnest(['seniority', 'workplace', 'employment_type']) AS mix_kind,
        unnest([seniority, workplace, employment_type]) AS mix_value
    FROM mart.posting
    WHERE is_open AND role_id IS NOT NULL
),
own AS (
    SELECT role_id, employer_key, mix_kind, mix_value, count(*) AS postings
    FROM fact
    GROUP BY role_id, employer_key, mix_kind, mix_value
),
sized AS (
    SELECT *, sum(postings) OVER (PARTITION BY role_id, mix_kind, employer_key) AS employer_postings
    FROM own
),
counted AS (
    SELECT
        sized.role_id,
        sized.mix_kind,
        sized.mix_value,
        CAST(sum(sized.postings) AS BIGINT) AS postings,
        count(*) AS unique_employers,
        core.counts_by_sizes(
            sized.postings, sized.employer_postings, size.active_postings + size.undecided_postings
        ) AS counts_by_sizes,
        core.counts_squared(
            sized.postings, sized.employer_postings, size.active_postings + size.undecided_postings
        ) AS counts_squared
    FROM sized
    LEFT JOIN core.role_size AS size ON size.role_id = sized.role_id AND NOT size.is_described
    GROUP BY sized.role_id, sized.mix_kind, sized.mix_value
),
shared AS (
    SELECT
        *,
        sum(postings) OVER whole AS role_postings,
        sum(postings) FILTER (mix_value IS NOT NULL) OVER whole AS known,
        postings / role_postings AS share
    FROM counted
    WINDOW whole AS (PARTITION BY role_id, mix_kind)
),
limited AS (
    SELECT
        shared.*,
        shared.role_postings / core.share_effect(
            shared.postings,
            size.active_postings,
            size.undecided_postings,
            size.unique_employers,
            size.sizes_squared,
            shared.counts_by_sizes,
            shared.counts_squared,
            size.limit_errors
        ) AS effective_n
    FROM shared
    LEFT JOIN core.role_size AS size ON size.role_id = shared.role_id AND NOT size.is_described
)
SELECT
    limited.role_id,
    limited.mix_kind,
    coalesce(limited.mix_value, 'unknown') AS mix_value,
    limited.unique_employers,
    limited.share,
    core.wilson_low(limited.share, limited.effective_n) AS share_low,
    core.wilson_high(limited.share, limited.effective_n) AS share_high,
    scope.window_end AS window_start,
    scope.window_end,
    limited.postings AS n,
    coalesce(limited.known, 0) / limited.role_postings AS coverage,
    scope.panel_id,
    CAST(3 AS SMALLINT) AS method_version
FROM limited
CROSS JOIN mart.scope
