-- Open adverts that may not stand for an opening: those always up or always renewed, as the weekly counts know them, and
-- those up longer than nearly all that closed. An advert's age counts from the day it was posted, where the source says
-- that believably.
WITH panel AS (
    SELECT window_end AS last_day
    FROM mart.scope
),
-- Only open adverts are flagged, so that only theirs are looked up.
seen AS (
    SELECT posting_id, min(first_seen_at) AS first_seen_at, min(first_seen_on) AS first_seen_on
    FROM core.spell
    WHERE posting_id IN (SELECT posting_id FROM core.spell WHERE core.is_up(closed_at, last_seen_at))
    GROUP BY posting_id
),
aged AS (
    SELECT
        posting.posting_id,
        posting.role_id,
        panel.last_day,
        panel.last_day - core.up_since(
            core.posted_on(posting.posted_at, seen.first_seen_at, seen.first_seen_on), seen.first_seen_on
        ) AS age_days
    FROM core.posting
    JOIN seen ON seen.posting_id = posting.posting_id
    CROSS JOIN panel
),
life AS (
    SELECT role_id, value AS stale_after_days
    FROM core.estimate
    WHERE measure = 'life_completed_p95'
)
SELECT
    aged.posting_id,
    aged.role_id,
    CAST(aged.age_days AS DOUBLE) AS age_days,
    evergreen.evergreen_reason,
    evergreen.evergreen_on,
    evergreen.posting_id IS NOT NULL AS is_evergreen,
    life.stale_after_days,
    coalesce(aged.age_days > life.stale_after_days, FALSE) AS is_stale
FROM aged
LEFT JOIN core.evergreen ON evergreen.posting_id = aged.posting_id AND evergreen.evergreen_on <= aged.last_day
LEFT JOIN life ON life.role_id = aged.role_id
