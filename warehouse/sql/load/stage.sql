-- What a batch means for what is already known, worked out for all its boards at once, before any table is touched.
-- incoming_* are the batch's frames.

-- Most boards answered within the last month: only of the others is the last answer looked for among all there ever were.
CREATE OR REPLACE TEMP TABLE stage_observation AS
WITH lately AS MATERIALIZED (
    FROM core.board_day WHERE observed_on >= (SELECT min(observed_on) - 31 FROM incoming_observations)
),
silent AS MATERIALIZED (
    SELECT board_id FROM incoming_observations
    ANTI JOIN (FROM lately WHERE board_status IN ('complete', 'empty')) answered USING (board_id)
),
believed AS MATERIALIZED (
    SELECT board_id, max(observed_on) AS observed_on,
        max(observed_at) FILTER (board_status IN ('complete', 'empty')) AS complete_at
    FROM (
        FROM lately ANTI JOIN silent USING (board_id)
        UNION ALL
        FROM core.board_day SEMI JOIN silent USING (board_id)
    )
    GROUP BY board_id
)
SELECT
    o.*,
    earlier.board_status AS earlier_status,
    COALESCE(earlier.new_count, 0) AS earlier_new,
    COALESCE(earlier.reopened_postings, 0) AS earlier_reopened,
    believed.observed_on AS latest_on,
    believed.complete_at AS complete_before_at
FROM incoming_observations o
LEFT JOIN lately earlier ON earlier.board_id = o.board_id AND earlier.observed_on = o.observed_on
LEFT JOIN believed ON believed.board_id = o.board_id;

CREATE OR REPLACE TEMP TABLE stage_unopened AS
SELECT posting_id FROM incoming_seen
ANTI JOIN (SELECT posting_id FROM core.spell WHERE over_on = DATE '9999-01-01' AND closed_at IS NULL) open USING (posting_id);

-- Of what was closed before, only what is back matters: a day looks at what is open or seen, not at all that ever was.
CREATE OR REPLACE TEMP TABLE stage_spell AS
SELECT
    s.posting_id,
    max(s.board_id) AS board_id,
    max(s.spell_number) AS spell_number,
    max(s.over_on) AS over_on,
    count(*) FILTER (s.closed_at IS NULL) > 0 AS is_open,
    max(s.row_number) FILTER (s.closed_at IS NULL) AS open_row,
    max(s.missing_since_at) FILTER (s.closed_at IS NULL) AS missing_since_at
FROM (
    SELECT *, rowid AS row_number FROM core.spell WHERE over_on = DATE '9999-01-01' AND closed_at IS NULL
    UNION ALL
    SELECT *, rowid AS row_number FROM core.spell SEMI JOIN stage_unopened USING (posting_id)
) s SEMI JOIN incoming_observations o ON s.board_id = o.board_id
GROUP BY s.posting_id;

CREATE OR REPLACE TEMP TABLE stage_seen AS
SELECT
    i.board_id,
    i.posting_id,
    COALESCE(s.spell_number, 0) AS spell_number,
    COALESCE(s.is_open, false) AS is_open,
    s.open_row,
    s.over_on,
    t.posting_id IS NOT NULL AS is_seen_today
FROM incoming_seen i
LEFT JOIN stage_spell s ON s.posting_id = i.posting_id
LEFT JOIN (
    SELECT g.posting_id FROM core.sighting g SEMI JOIN stage_observation o
        ON o.board_id = g.board_id AND o.observed_on = g.observed_on AND o.earlier_status IS NOT NULL
) t ON t.posting_id = i.posting_id;

-- A record in the quarantine is unreadable, not gone: its posting is not absent.
CREATE OR REPLACE TEMP TABLE stage_absent AS
-- A posting that an earlier complete answer missed is confirmed to be gone when one misses it 20 hours later or more.
SELECT
    s.board_id,
    s.posting_id,
    s.open_row,
    s.missing_since_at,
    s.missing_since_at IS NOT NULL AS is_missing,
    COALESCE(o.observed_at - s.missing_since_at >= INTERVAL 20 HOUR, false) AS is_confirmed
FROM stage_spell s
JOIN stage_observation o ON o.board_id = s.board_id
ANTI JOIN incoming_seen i ON i.posting_id = s.posting_id
ANTI JOIN incoming_quarantine q ON q.board_id = s.board_id
    AND s.posting_id = q.board_id || ':' || q.source_posting_id
WHERE s.is_open;

-- A better parser makes better values of the same record, not a new version of the posting.
CREATE OR REPLACE TEMP TABLE stage_posting AS
-- Most that comes is new: rows that are known are found by their ids alone.
WITH been AS (SELECT posting_id FROM incoming_postings SEMI JOIN (FROM stage_seen WHERE spell_number > 0) USING (posting_id)),
known_row AS MATERIALIZED (FROM core.posting_row('been'))
SELECT
    p.*,
    COALESCE(known.version_number, 0)
        + CAST(known.posting_id IS NULL OR p.raw_hash <> known.raw_hash
            AND (p.title, p.text_hash, p.pay_text, p.pay_min_annual, p.pay_max_annual, p.pay_currency)
            IS DISTINCT FROM
            (known.title, known.text_hash, known.pay_text, known.pay_min_annual, known.pay_max_annual,
                known.pay_currency) AS INTEGER) AS version_number,
    known.version_number AS known_version,
    -- What a board dates anew says it is new; the text tells.
    CASE WHEN p.raw_hash <> known.raw_hash AND CAST(p.posted_at AS DATE) > CAST(known.posted_at AS DATE)
        THEN CAST(known.posted_at AS DATE) END AS posted_before_on,
    CASE WHEN p.text_hash = known.text_hash THEN p.text_hash END AS kept_text_hash,
    known.role_id AS known_role_id,
    known.employer_key AS known_employer_key,
    -- A move to another role that no edit of the title explains, another version of the parser does.
    p.raw_hash = known.raw_hash OR (p.title = known.title AND p.role_version <> known.role_version) AS is_read_anew
FROM incoming_postings p
LEFT JOIN (FROM core.posting k SEMI JOIN known_row r ON r.row_number = k.rowid) known ON known.posting_id = p.posting_id;
