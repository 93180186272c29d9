-- Open adverts that may not stand for an opening: those always up or always renewed, and those up longer than nearly all
-- that closed. An advert's age counts from the day it was posted, where the source says that believably.
WITH panel AS (
    SELECT window_end AS last_day
    FROM mart.scope
),
-- Only open adverts are flagged, so that only theirs are looked up.
seen AS (
    SELECT posting_id, min(first_seen_on) AS first_seen_on
    FROM core.spell
    WHERE posting_id IN (SELECT posting_id FROM core.spell WHERE closed_at IS NULL)
    GROUP BY posting_id
),
aged AS (
    SELECT
        posting.posting_id,
        posting.role_id,
        posting.text_hash,
        coalesce(vacancy.series_id, posting.posting_id) AS series_id,
        posting.title,
        panel.last_day - CASE
            WHEN CAST(posting.posted_at AS DATE) BETWEEN seen.first_seen_on - 400 AND seen.first_seen_on
                THEN CAST(posting.posted_at AS DATE)
            ELSE seen.first_seen_on
        END AS age_days
    FROM core.posting
    JOIN seen ON seen.posting_id = posting.posting_id
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
    CROSS JOIN panel
),
renewed AS (
    SELECT coalesce(vacancy.series_id, posting.posting_id) AS series_id, posting.text_hash, count(*) AS adverts
    FROM core.posting
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
    WHERE posting.text_hash IN (SELECT text_hash FROM aged)
    GROUP BY ALL
    HAVING count(*) > 3
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
    CASE
        WHEN regexp_matches(
                lower(aged.title),
                '(talent|candidate|applicant) (pool|community|pipeline|network)|(general|open|spontaneous|speculative|unsolicited'
                || '|prospective) applica(tion|nt)|always hiring|future opportunit|expression of interest|initiativbewerbung'
                || '|candidatura espont|candidature spontan|evergreen|join our talent|no open role'
            ) THEN 'title'
        WHEN aged.age_days > 180 THEN 'open for more than 180 days'
        WHEN renewed.adverts IS NOT NULL THEN 'renewed three times or more with the same text'
    END AS evergreen_reason,
    evergreen_reason IS NOT NULL AS is_evergreen,
    life.stale_after_days,
    coalesce(aged.age_days > life.stale_after_days, FALSE) AS is_stale
FROM aged
LEFT JOIN renewed ON renewed.series_id = aged.series_id AND renewed.text_hash = aged.text_hash
LEFT JOIN life ON life.role_id = aged.role_id
