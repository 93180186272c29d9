-- Seats are counted among postings of the very same places; a posting of several sits where fewest sat before it.
CREATE OR REPLACE TEMP TABLE stage_seat AS
WITH title AS (
    SELECT b.block_hash, i.posting_id, i.board_id, i.text_hash, i.places_hash, i.first_seen_at, i.gone_at
    FROM stage_block b JOIN stage_input i ON i.posting_id = b.posting_id
    WHERE b.block_kind = 'title'
        AND b.block_hash IN (
            SELECT block_hash FROM stage_block SEMI JOIN stage_seated USING (posting_id) WHERE block_kind = 'title'
        )
),
taken AS (
    SELECT late.block_hash, late.posting_id, count(early.posting_id) AS n
    FROM title late
    LEFT JOIN title early ON early.block_hash = late.block_hash AND early.board_id = late.board_id
        AND early.text_hash IS NOT DISTINCT FROM late.text_hash
        AND early.places_hash IS NOT DISTINCT FROM late.places_hash
        AND (early.first_seen_at, early.posting_id) < (late.first_seen_at, late.posting_id)
        AND early.gone_at >= late.first_seen_at
    GROUP BY late.block_hash, late.posting_id
)
SELECT s.posting_id, CAST(least(1 + COALESCE(min(t.n), 0), 32767) AS SMALLINT) AS seat_number
FROM stage_seated s JOIN stage_input i ON i.posting_id = s.posting_id LEFT JOIN taken t ON t.posting_id = s.posting_id
GROUP BY s.posting_id;

CREATE OR REPLACE TEMP TABLE stage_neighbour AS
WITH member AS (
    SELECT
        b.block_kind,
        b.block_hash,
        i.posting_id,
        i.first_seen_at,
        COALESCE(s.seat_number, i.known_seat) AS seat_number,
        CASE b.block_kind WHEN 'text' THEN COALESCE(i.location_text, '') ELSE i.board_id END AS aside,
        d.posting_id IS NOT NULL AS is_dirty
    FROM stage_block b
    SEMI JOIN (
        SELECT block_kind, block_hash FROM stage_block SEMI JOIN stage_dirty USING (posting_id) WHERE block_kind <> 'role'
    ) t
        ON t.block_kind = b.block_kind AND t.block_hash = b.block_hash
    JOIN stage_input i ON i.posting_id = b.posting_id
    LEFT JOIN stage_dirty d ON d.posting_id = i.posting_id
    LEFT JOIN stage_seat s ON s.posting_id = i.posting_id
),
placed AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY block_kind, block_hash ORDER BY seat_number, first_seen_at, posting_id) AS by_seat,
        row_number() OVER (
            PARTITION BY block_kind, block_hash ORDER BY aside, first_seen_at, seat_number, posting_id
        ) AS by_side
    FROM member
)
SELECT DISTINCT least(a.posting_id, b.posting_id) AS posting_id, greatest(a.posting_id, b.posting_id) AS other_id
FROM placed a JOIN placed b ON b.block_kind = a.block_kind AND b.block_hash = a.block_hash
    AND (b.by_seat - a.by_seat BETWEEN 1 AND 4 OR b.by_side - a.by_side BETWEEN 1 AND 2)
WHERE (a.is_dirty OR b.is_dirty) AND a.posting_id <> b.posting_id;

-- What opens after its like has closed takes its place, under whatever number and however many there are: each is paired
-- with one of the last to close before it opened, and each with one of the first to open after it had closed.
CREATE OR REPLACE TEMP TABLE stage_successor AS
WITH member AS (
    SELECT DISTINCT
        hash(b.block_hash, i.board_id, i.text_hash, i.places_hash) AS like_hash, i.posting_id, i.first_seen_at, i.gone_at
    FROM stage_block b
    SEMI JOIN (
        SELECT block_hash FROM stage_block SEMI JOIN stage_dirty USING (posting_id) WHERE block_kind = 'title'
    ) t ON t.block_hash = b.block_hash
    JOIN stage_input i ON i.posting_id = b.posting_id
    WHERE b.block_kind = 'title'
),
opened AS (SELECT like_hash, first_seen_at, min(posting_id) AS other_id FROM member GROUP BY like_hash, first_seen_at),
closed AS (SELECT like_hash, gone_at, min(posting_id) AS other_id FROM member GROUP BY like_hash, gone_at),
met AS (
    SELECT m.posting_id, c.other_id
    FROM member m ASOF JOIN closed c ON c.like_hash = m.like_hash AND m.first_seen_at > c.gone_at
    UNION
    SELECT m.posting_id, o.other_id
    FROM member m ASOF JOIN opened o ON o.like_hash = m.like_hash AND m.gone_at < o.first_seen_at
)
SELECT DISTINCT least(posting_id, other_id) AS posting_id, greatest(posting_id, other_id) AS other_id
FROM met
WHERE posting_id IN (SELECT posting_id FROM stage_dirty) OR other_id IN (SELECT posting_id FROM stage_dirty);
