-- How much is known of all open postings, whatever their role? Figures as in mart.data_quality.
WITH quarantined AS (
    SELECT sum(quarantined_count) / nullif(sum(postings_count + quarantined_count), 0) AS quarantined_share
    FROM gauge_board
),
known AS (
    SELECT
        count(*) AS active_postings,
        count(role_id) / nullif(count(*), 0) AS role_known_share,
        count(coalesce(pay_min_annual, pay_max_annual)) FILTER (coalesce(pay_flag, '') NOT IN ('on_target', 'net'))
        / nullif(count(*), 0) AS pay_known_share,
        count(country_code) / nullif(count(*), 0) AS country_known_share,
        count(workplace) / nullif(count(*), 0) AS workplace_known_share,
        count(seniority) / nullif(count(*), 0) AS seniority_known_share
    FROM core.posting
    WHERE posting_id IN (SELECT posting_id FROM core.spell WHERE core.is_up(closed_at, last_seen_at))
)
SELECT
    CAST(NULL AS VARCHAR) AS role_id,
    known.active_postings,
    known.role_known_share,
    known.pay_known_share,
    known.country_known_share,
    known.workplace_known_share,
    known.seniority_known_share,
    CAST(quarantined.quarantined_share AS DOUBLE) AS quarantined_share
FROM known
CROSS JOIN quarantined
