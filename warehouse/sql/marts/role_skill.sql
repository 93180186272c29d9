-- What the open postings of a role ask for: each skill with the share of the described postings that name it, with the limits
-- of measures.shares.clustered_share, as an employer's postings are alike.
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
        skill.role_id,
        posting.employer_key,
        skill.skill_id,
        any_value(skill.skill_name) AS skill_name,
        any_value(skill.skill_kind) AS skill_kind,
        count(*) AS postings,
        count(*) FILTER (skill.skill_need = 'required') AS required_postings
    FROM mart.posting_skill AS skill
    JOIN mart.posting ON posting.posting_id = skill.posting_id
    WHERE skill.is_open AND skill.role_id IS NOT NULL AND posting.text_hash IS NOT NULL
    GROUP BY skill.role_id, posting.employer_key, skill.skill_id
),
said AS (
    SELECT
        own.role_id,
        own.skill_id,
        any_value(own.skill_name) AS skill_name,
        any_value(own.skill_kind) AS skill_kind,
        any_value(described.role_postings) AS role_postings,
        any_value(described.n) AS n,
        CAST(sum(own.postings) AS BIGINT) AS active_postings,
        CAST(sum(own.required_postings) AS BIGINT) AS required_postings,
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
    GROUP BY own.role_id, own.skill_id
    HAVING unique_employers >= 3
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
    limited.skill_id,
    limited.skill_name,
    limited.skill_kind,
    limited.active_postings,
    limited.required_postings,
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
