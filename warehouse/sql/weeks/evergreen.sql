-- Which adverts turn out to be always up, whoever was hired, each with the reason that held first and the day from which it
-- holds: looked for among what is new or changed since `since`, found once, and kept, whatever becomes of the advert.

-- The same text put up anew under another id, or dated anew under the same: of the series that have anything new. Few were
-- put up so often at all: the others need not be looked at.
CREATE OR REPLACE TEMP TABLE stage_often AS
WITH fresh AS (
    SELECT posting_id
    FROM core.spell
    WHERE spell_number = 1 AND first_seen_on >= getvariable('since')
    UNION
    SELECT posting_id
    FROM core.posting_refresh
    WHERE refreshed_on >= getvariable('since')
),
touched AS MATERIALIZED (
    SELECT fresh.posting_id, coalesce(vacancy.series_id, fresh.posting_id) AS series_id
    FROM fresh
    LEFT JOIN core.vacancy ON vacancy.posting_id = fresh.posting_id
),
member AS MATERIALIZED (
    SELECT posting_id, series_id
    FROM core.vacancy
    SEMI JOIN touched USING (series_id)
    UNION
    FROM touched
),
often AS (
    SELECT series_id
    FROM (
        SELECT series_id FROM member
        UNION ALL
        SELECT member.series_id FROM core.posting_refresh AS refresh JOIN member ON member.posting_id = refresh.posting_id
    )
    GROUP BY series_id
    HAVING count(*) > 3
)
FROM member
SEMI JOIN often USING (series_id);

CREATE OR REPLACE TEMP TABLE stage_evergreen AS
WITH posting AS NOT MATERIALIZED (
    FROM core.posting
    WHERE over_on >= getvariable('since')
),
alive AS (
    SELECT spell.*
    FROM core.spell
    ANTI JOIN core.evergreen ON evergreen.posting_id = spell.posting_id
    WHERE spell.over_on >= getvariable('since') AND (spell.closed_on IS NULL OR spell.closed_on >= getvariable('since'))
),
-- A title that names no opening, from the advert's first day on or from the day of the edit.
titled AS (
    SELECT posting.posting_id, posting.title, alive.first_seen_on AS titled_on
    FROM alive
    JOIN posting ON posting.posting_id = alive.posting_id
    WHERE alive.spell_number = 1 AND posting.version_number = 1 AND alive.first_seen_on >= getvariable('since')
    UNION ALL
    SELECT
        version.posting_id,
        version.title,
        CASE
            WHEN version.version_number = 1 THEN spell.first_seen_on
            ELSE greatest(CAST(version.seen_from_at AS DATE), spell.first_seen_on)
        END AS titled_on
    FROM core.posting_version AS version
    JOIN posting ON posting.posting_id = version.posting_id
    JOIN core.spell
        ON spell.posting_id = version.posting_id AND spell.over_on = posting.over_on AND spell.spell_number = 1
    ANTI JOIN core.evergreen ON evergreen.posting_id = version.posting_id
    WHERE posting.version_number > 1 AND version.seen_from_at >= getvariable('since')
),
-- A time online goes on where the advert was back within 30 days.
gap AS (
    SELECT
        posting_id,
        spell_number,
        first_seen_on,
        closed_on,
        lag(closed_on) OVER (PARTITION BY posting_id ORDER BY spell_number) AS gone_on
    FROM core.spell
    SEMI JOIN (SELECT posting_id, over_on FROM alive WHERE spell_number > 1) AS again USING (posting_id, over_on)
),
numbered AS (
    SELECT
        *,
        count(*) FILTER (gone_on IS NULL OR first_seen_on - gone_on > 30) OVER (
            PARTITION BY posting_id
            ORDER BY spell_number
        ) AS life_number
    FROM gap
),
life AS (
    SELECT
        posting_id,
        min(spell_number) = 1 AS is_first,
        min(first_seen_on) AS first_seen_on,
        CASE WHEN count(*) = count(closed_on) THEN max(closed_on) END AS closed_on
    FROM numbered
    GROUP BY posting_id, life_number
    UNION ALL
    SELECT posting_id, TRUE AS is_first, first_seen_on, closed_on
    FROM alive
    ANTI JOIN gap USING (posting_id)
    WHERE spell_number = 1
),
-- What its board said first of when it was posted; a day that the board has moved since would make it young again.
dated AS (
    SELECT posting_id, arg_min(posted_before_on, refreshed_on) AS posted_on
    FROM core.posting_refresh
    GROUP BY posting_id
),
old AS (
    SELECT
        life.posting_id,
        coalesce(life.closed_on, getvariable('last_day') + 1) AS over_on,
        coalesce(dated.posted_on, CAST(posting.posted_at AS DATE)) AS first_posted_on,
        greatest(
            life.first_seen_on,
            CASE
                WHEN life.is_first THEN core.up_since(first_posted_on, life.first_seen_on)
                ELSE life.first_seen_on
            END + 181
        ) AS old_on
    FROM life
    JOIN posting ON posting.posting_id = life.posting_id
    LEFT JOIN dated ON dated.posting_id = life.posting_id
),
begun AS (
    SELECT member.posting_id, member.series_id, posting.text_hash, spell.first_seen_on
    FROM stage_often AS member
    JOIN core.posting ON posting.posting_id = member.posting_id
    JOIN core.spell
        ON spell.posting_id = member.posting_id AND spell.over_on = posting.over_on AND spell.spell_number = 1
    WHERE posting.text_hash IS NOT NULL
),
shown AS (
    SELECT series_id, text_hash, first_seen_on AS shown_on
    FROM begun
    UNION ALL
    SELECT begun.series_id, begun.text_hash, refresh.refreshed_on AS shown_on
    FROM core.posting_refresh AS refresh
    JOIN begun ON begun.posting_id = refresh.posting_id AND begun.text_hash = refresh.text_hash
),
renewed AS (
    SELECT series_id, text_hash, list_sort(list(DISTINCT shown_on))[4] AS renewed_on
    FROM shown
    GROUP BY series_id, text_hash
    HAVING count(*) > 3 AND count(DISTINCT shown_on) > 3
),
found AS (
    SELECT posting_id, 'title' AS evergreen_reason, titled_on AS evergreen_on
    FROM titled
    WHERE regexp_matches(
        lower(title),
        '(talent|candidate|applicant) (pool|community|pipeline|network)|(general|open|spontaneous|speculative|unsolicited'
        || '|prospective) applica(tion|nt)|always hiring|future opportunit|expression of interest|initiativbewerbung'
        || '|candidatura espont|candidature spontan|evergreen|join our talent|no open role'
    )
    UNION ALL
    SELECT posting_id, 'open for more than 180 days' AS evergreen_reason, old_on AS evergreen_on
    FROM old
    WHERE old_on < over_on
    UNION ALL
    SELECT
        begun.posting_id,
        'renewed three times or more with the same text' AS evergreen_reason,
        -- The advert that is the third renewal takes the place of one that counted, so it counts until the day after.
        CASE WHEN begun.first_seen_on > renewed.renewed_on THEN begun.first_seen_on ELSE renewed.renewed_on + 1 END
            AS evergreen_on
    FROM renewed
    JOIN begun ON begun.series_id = renewed.series_id AND begun.text_hash = renewed.text_hash
    JOIN alive ON alive.posting_id = begun.posting_id
    WHERE alive.closed_on IS NULL OR alive.closed_on > renewed.renewed_on
)
SELECT
    found.posting_id,
    arg_min(found.evergreen_reason, (found.evergreen_on, found.evergreen_reason)) AS evergreen_reason,
    min(found.evergreen_on) AS evergreen_on
FROM found
ANTI JOIN core.evergreen ON evergreen.posting_id = found.posting_id
GROUP BY found.posting_id;

-- A reason that is found late changes the weeks since it held.
INSERT INTO ops.touched SELECT min(evergreen_on) FROM stage_evergreen HAVING count(*) > 0;
INSERT INTO core.evergreen SELECT * FROM stage_evergreen ORDER BY evergreen_on, posting_id;
DROP TABLE stage_evergreen;
DROP TABLE stage_often;
