-- The pairs worth judging: each posting to be matched anew, with the last few that opened before it among those with which
-- it shares something and which it could meet.

-- What the few are chosen among, and how many: in a block, those of the same seat, and those of the same board (or place,
-- where a text is shared); of one title, all where they are few, else those whose texts share a band.
CREATE OR REPLACE TEMP TABLE stage_group AS
WITH member AS (
    SELECT
        b.block_kind,
        b.block_hash,
        CASE b.block_kind WHEN 'text' THEN n.location_text WHEN 'title' THEN n.board_id END AS aside,
        n.posting_id,
        n.first_seen_at,
        n.gone_at,
        n.seat_number,
        n.band_hashes,
        n.is_dirty
    FROM stage_block b JOIN stage_near n ON n.posting_id = b.posting_id
)
SELECT hash('seat', block_hash, seat_number) AS group_hash, 4 AS n, posting_id, first_seen_at, gone_at, is_dirty
FROM member WHERE block_kind <> 'role'
UNION ALL
SELECT hash('aside', block_hash, aside), 4, posting_id, first_seen_at, gone_at, is_dirty
FROM member WHERE block_kind <> 'role'
UNION ALL
SELECT hash('few', block_hash), 20, posting_id, first_seen_at, gone_at, is_dirty FROM member WHERE block_kind = 'role'
UNION ALL
SELECT hash('band', block_hash, unnest(band_hashes)), 3, posting_id, first_seen_at, gone_at, is_dirty
FROM member WHERE block_kind = 'role';

-- Who opened within the reach is within reach: where the nth before opened so lately, the last n are those just before.
CREATE OR REPLACE TEMP TABLE stage_placed AS
SELECT
    *,
    row_number() OVER opened AS place_number,
    COALESCE(lag(first_seen_at, n) OVER opened >= first_seen_at - to_days(reach_days), false) AS is_crowded
FROM stage_group CROSS JOIN stage_rule
WINDOW opened AS (PARTITION BY group_hash ORDER BY first_seen_at, posting_id);

CREATE OR REPLACE TEMP TABLE stage_last AS
SELECT late.posting_id, early.posting_id AS other_id
FROM (
    SELECT *, place_number - unnest(range(1, n + 1)) AS other_number FROM stage_placed
    WHERE is_dirty AND is_crowded AND n < 20
) late
JOIN stage_placed early ON early.group_hash = late.group_hash AND early.place_number = late.other_number
UNION
SELECT posting_id, unnest(other_ids)
FROM (
    SELECT late.posting_id, arg_max(early.posting_id, early.place_number, 20)[:late.n] AS other_ids
    FROM (FROM stage_placed WHERE is_dirty AND NOT is_crowded) late
    JOIN stage_placed early ON early.group_hash = late.group_hash AND early.place_number < late.place_number
        AND early.gone_at >= late.first_seen_at - to_days(late.reach_days)
    GROUP BY late.posting_id, late.group_hash, late.n
);

-- Of other titles, by the bands that the texts share: the last three of each that says the same or more; and of the same
-- place the likest, for most of the bands of one text under two titles are the same.
CREATE OR REPLACE TEMP TABLE stage_elsewhere AS
WITH signed AS (
    SELECT hash(brand, title_words) AS title_hash, posting_id, first_seen_at, gone_at, is_dirty, unnest(band_hashes) AS band_hash
    FROM stage_near
),
met AS (
    SELECT
        late.posting_id,
        late.title_hash,
        early.posting_id AS other_id,
        early.title_hash AS other_title_hash,
        early.first_seen_at,
        count(*) AS bands
    FROM (FROM signed WHERE is_dirty) late
    JOIN signed early ON early.band_hash = late.band_hash AND early.title_hash <> late.title_hash
        AND (early.first_seen_at, early.posting_id) < (late.first_seen_at, late.posting_id)
    CROSS JOIN stage_rule r
    WHERE early.gone_at >= late.first_seen_at - to_days(r.reach_days)
    GROUP BY ALL
),
title AS (
    SELECT hash(brand, title_words) AS title_hash, string_split(first(title_words), ' ') AS words
    FROM stage_near
    GROUP BY title_hash
),
alike AS (
    SELECT p.title_hash, p.other_title_hash
    FROM (SELECT DISTINCT title_hash, other_title_hash FROM met) p
    JOIN title a ON a.title_hash = p.title_hash
    JOIN title b ON b.title_hash = p.other_title_hash
    WHERE list_has_all(a.words, b.words) OR list_has_all(b.words, a.words)
),
extended AS (
    SELECT posting_id, other_id
    FROM met SEMI JOIN alike USING (title_hash, other_title_hash)
    QUALIFY row_number() OVER (PARTITION BY posting_id, other_title_hash ORDER BY first_seen_at DESC, other_id DESC) <= 3
),
retitled AS (
    SELECT m.posting_id, m.other_id
    FROM (FROM met WHERE bands >= 15) m
    JOIN stage_near a ON a.posting_id = m.posting_id
    JOIN stage_near b ON b.posting_id = m.other_id
    WHERE a.brand = b.brand AND list_has_any(a.place_keys, b.place_keys)
    QUALIFY row_number() OVER (PARTITION BY m.posting_id ORDER BY m.bands DESC, m.other_id) <= 20
)
FROM extended UNION FROM retitled;

-- What opens after its like has closed takes its place, under whatever number and however many there are: each is paired
-- with one of the last to close before it opened, and each with one of the first to open after it had closed.
CREATE OR REPLACE TEMP TABLE stage_successor AS
WITH member AS (
    SELECT
        hash(b.block_hash, n.board_id, n.text_hash, n.places_hash) AS like_hash,
        n.posting_id,
        n.first_seen_at,
        n.gone_at
    FROM stage_block b JOIN stage_near n ON n.posting_id = b.posting_id
    WHERE b.block_kind = 'title'
),
opened AS (SELECT like_hash, first_seen_at, min(posting_id) AS posting_id FROM member GROUP BY like_hash, first_seen_at),
closed AS (SELECT like_hash, gone_at, min(posting_id) AS other_id FROM member GROUP BY like_hash, gone_at),
met AS (
    SELECT m.posting_id, c.other_id, c.gone_at, m.first_seen_at
    FROM member m ASOF JOIN closed c ON c.like_hash = m.like_hash AND m.first_seen_at > c.gone_at
    UNION
    SELECT o.posting_id, m.posting_id, m.gone_at, o.first_seen_at
    FROM member m ASOF JOIN opened o ON o.like_hash = m.like_hash AND m.gone_at < o.first_seen_at
)
SELECT posting_id, other_id
FROM met SEMI JOIN stage_dirty USING (posting_id) CROSS JOIN stage_rule r
WHERE gone_at >= first_seen_at - to_days(r.reach_days);

CREATE OR REPLACE TEMP TABLE stage_pair AS
FROM stage_last UNION FROM stage_elsewhere UNION FROM stage_successor;
