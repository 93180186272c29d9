-- The adverts' lives within the 365 days that end with `last_day`, one row a time online: an advert that is back within 30
-- days, or advertised anew as one of the same series, goes on. Ages are days since it was posted, where the source says
-- that believably, else since it was first seen; where its board was not watched before it, its age is then not known.
-- missing is the age at the first whole answer without it, unknown while it is open: such an advert was last seen in its
-- board's last whole answer. All days are those of the person's time zone. Roles whose turn it is not (`stage_turn`) are left
-- out, in a series only once it is put together, as it may begin in another role. Hashes stand for names: a million of them
-- are grouped and joined in a fraction of the time.
WITH seen AS MATERIALIZED (
    SELECT
        posting.role_id,
        hash(posting.employer_key) AS employer,
        hash(coalesce(vacancy.series_id, spell.posting_id)) AS series_id,
        spell.is_left_censored,
        spell.first_seen_at,
        spell.first_seen_on,
        spell.last_seen_at,
        hash(spell.board_id, spell.last_seen_at) AS answer,
        spell.closed_on,
        core.posted_on(posting.posted_at, spell.first_seen_at, spell.first_seen_on) AS posted_on
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
    WHERE posting.role_id IS NOT NULL
        AND (
            vacancy.series_id IS NOT NULL
            OR posting.role_id NOT IN (SELECT role_id FROM stage_turn WHERE NOT has_lives)
        )
        AND posting.over_on >= getvariable('first_day') - 30
        AND spell.over_on >= getvariable('first_day') - 30
        AND (spell.closed_on IS NULL OR spell.closed_on >= getvariable('first_day') - 30)
),
-- Of the answers only those that were the last to see one of them.
answer AS (
    SELECT board.answer, max(board.observed_on) AS observed_on
    FROM (
        SELECT hash(board_id, observed_at) AS answer, observed_on
        FROM core.board_day
        WHERE observed_on >= getvariable('first_day') - 30
    ) AS board
    SEMI JOIN seen ON seen.answer = board.answer
    GROUP BY board.answer
),
time_online AS (
    SELECT
        seen.role_id,
        seen.employer,
        seen.series_id,
        seen.is_left_censored,
        seen.first_seen_on,
        -- What an answer saw that a better one of the day took the place of has no day of its own left.
        coalesce(
            answer.observed_on,
            seen.first_seen_on + CAST(date_diff('day', seen.first_seen_at, seen.last_seen_at) AS INTEGER)
        ) AS last_seen_on,
        seen.closed_on,
        seen.posted_on
    FROM seen
    LEFT JOIN answer ON answer.answer = seen.answer
),
repeated AS (
    SELECT series_id
    FROM time_online
    GROUP BY series_id
    HAVING count(*) > 1
),
gap AS (
    SELECT
        *,
        max(coalesce(closed_on, DATE '9999-12-31')) OVER (
            PARTITION BY series_id
            ORDER BY first_seen_on, closed_on
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS gone_on
    FROM time_online
    SEMI JOIN repeated USING (series_id)
),
numbered AS (
    SELECT
        *,
        count(*) FILTER (gone_on IS NULL OR first_seen_on - gone_on > 30) OVER (
            PARTITION BY series_id
            ORDER BY first_seen_on, closed_on
        ) AS life_number
    FROM gap
),
stitched AS (
    SELECT
        -- Of several that began on one day always the same one, whichever is read first.
        arg_min(role_id, (first_seen_on, role_id)) AS role_id,
        arg_min(employer, (first_seen_on, employer)) AS employer,
        arg_min(is_left_censored, (first_seen_on, NOT is_left_censored)) AS is_left_censored,
        min(first_seen_on) AS first_seen_on,
        max(last_seen_on) AS last_seen_on,
        CASE WHEN count(*) = count(closed_on) THEN max(closed_on) END AS closed_on,
        arg_min(posted_on, (first_seen_on, posted_on)) AS posted_on,
        -- When the life before was over; none of the adverts of this one ended before it began.
        max(gone_on) FILTER (first_seen_on - gone_on > 30) AS gone_on
    FROM numbered
    GROUP BY series_id, life_number
),
life AS (
    SELECT role_id, employer, is_left_censored, first_seen_on, last_seen_on, closed_on, posted_on, gone_on
    FROM stitched
    UNION ALL
    SELECT role_id, employer, is_left_censored, first_seen_on, last_seen_on, closed_on, posted_on, NULL AS gone_on
    FROM time_online
    ANTI JOIN repeated USING (series_id)
),
born AS (
    SELECT
        *,
        CASE
            -- What was refreshed or dated before an earlier life says nothing of when this one began.
            WHEN posted_on BETWEEN first_seen_on - 400 AND first_seen_on AND (gone_on IS NULL OR posted_on > gone_on)
                THEN posted_on
            WHEN NOT is_left_censored THEN first_seen_on
        END AS born_on
    FROM life
    ANTI JOIN (FROM stage_turn WHERE NOT has_lives) USING (role_id)
    WHERE closed_on IS NULL OR closed_on > getvariable('first_day')
)
SELECT
    role_id,
    employer,
    CAST(greatest(first_seen_on, getvariable('first_day')) - born_on AS DOUBLE) AS entry,
    CAST(greatest(least(last_seen_on, closed_on - 1), first_seen_on, getvariable('first_day')) - born_on AS DOUBLE) AS last,
    CAST(closed_on - born_on AS DOUBLE) AS missing
FROM born
ORDER BY role_id, employer, entry, last, missing
