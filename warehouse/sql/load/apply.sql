-- Everything that a batch changes, for the boards in stage_load; run in one transaction.

-- The boards as the list of boards describes them now.
DELETE FROM core.board WHERE board_id IN (
    SELECT board_id FROM (
        SELECT board_id, platform, board_key, employer, employer_country, industry, 'census'
        FROM stage_observation SEMI JOIN stage_load USING (board_id)
        EXCEPT SELECT * FROM core.board
    )
);
INSERT INTO core.board
SELECT board_id, platform, board_key, employer, employer_country, industry, 'census'
FROM stage_observation o
SEMI JOIN stage_load USING (board_id)
ANTI JOIN core.board known ON known.board_id = o.board_id;

-- Texts are named by their content; postings with the same text share it.
INSERT INTO core.posting_text
SELECT DISTINCT t.text_hash, t.description_text
FROM incoming_texts t
JOIN incoming_postings p ON p.text_hash = t.text_hash
SEMI JOIN stage_load l ON l.board_id = p.board_id
ANTI JOIN core.posting_text known ON known.text_hash = t.text_hash;

-- What came. A better answer of the same day takes the place of an earlier try; what that try saw stays seen.
DELETE FROM raw.response r USING stage_load l WHERE l.board_id = r.board_id AND l.observed_on = r.observed_on;
INSERT INTO raw.response SELECT r.* FROM incoming_responses r SEMI JOIN stage_load l ON l.board_id = r.board_id;
DELETE FROM raw.quarantine q USING stage_load l WHERE l.board_id = q.board_id AND l.observed_on = q.observed_on;
INSERT INTO raw.quarantine SELECT q.* FROM incoming_quarantine q SEMI JOIN stage_load l ON l.board_id = q.board_id;
DELETE FROM core.board_day d USING stage_load l WHERE l.board_id = d.board_id AND l.observed_on = d.observed_on;

-- New postings and changed ones: a version where title, text or pay changed, the current row, the places.
INSERT INTO core.posting_version
SELECT p.posting_id, p.version_number, l.observed_at, p.title, p.pay_text, p.pay_min, p.pay_max, p.pay_currency,
    p.pay_period, p.pay_min_annual, p.pay_max_annual, p.pay_version, p.text_version, p.text_hash
FROM stage_posting p JOIN stage_load l ON l.board_id = p.board_id
WHERE p.version_number IS DISTINCT FROM p.known_version;
-- Postings that move to another role.
INSERT INTO core.role_move
SELECT p.posting_id, p.known_role_id, p.role_id, l.observed_on, CASE WHEN p.is_read_anew THEN 'parser' ELSE 'edited' END,
    p.role_version
FROM stage_posting p
JOIN stage_load l ON l.board_id = p.board_id
WHERE p.known_version IS NOT NULL AND p.known_role_id IS DISTINCT FROM p.role_id;
INSERT INTO core.posting_refresh
SELECT p.posting_id, l.observed_on, p.posted_before_on, p.kept_text_hash
FROM stage_posting p JOIN stage_load l ON l.board_id = p.board_id
WHERE p.posted_before_on IS NOT NULL;
-- The first week of which the counts change: today's, that of a closing that was held back, or all weeks of a posting
-- that moves to another role or employer.
INSERT INTO ops.touched
SELECT min(touched_on) AS touched_on
FROM (
    SELECT min(observed_on) AS touched_on FROM stage_load
    UNION ALL
    SELECT CAST(min(a.missing_since_at) AS DATE) - 1 FROM stage_absent a SEMI JOIN stage_load USING (board_id)
    WHERE a.is_missing
    UNION ALL
    SELECT min(s.first_seen_on)
    FROM stage_posting p
    SEMI JOIN stage_load USING (board_id)
    JOIN core.spell s ON s.posting_id = p.posting_id
    WHERE p.known_version IS NOT NULL
        AND (p.known_role_id, p.known_employer_key) IS DISTINCT FROM (p.role_id, p.employer_key)
)
HAVING min(touched_on) IS NOT NULL;
CREATE OR REPLACE TEMP TABLE stage_renewed AS
SELECT posting_id, known_version IS NOT NULL AS is_known FROM stage_posting SEMI JOIN stage_load USING (board_id);
-- What the same vacancy seen twice is found by: values, and when a posting opened and closed.
INSERT INTO ops.rematch
SELECT posting_id, false FROM stage_renewed
UNION
SELECT s.posting_id, true FROM stage_seen s SEMI JOIN stage_load USING (board_id) WHERE NOT s.is_open
UNION
SELECT s.posting_id, true
FROM stage_seen s JOIN stage_spell USING (posting_id) SEMI JOIN stage_load l ON l.board_id = s.board_id
WHERE stage_spell.missing_since_at IS NOT NULL
UNION
SELECT a.posting_id, true FROM stage_absent a JOIN stage_load l ON l.board_id = a.board_id WHERE l.is_trusted OR l.is_held;
-- Who is back after long is not over.
CREATE OR REPLACE TEMP TABLE stage_back AS
SELECT posting_id, over_on FROM stage_seen SEMI JOIN stage_load USING (board_id) WHERE over_on < DATE '9999-01-01';
UPDATE core.posting SET over_on = DATE '9999-01-01' WHERE (posting_id, over_on) IN (FROM stage_back);
UPDATE core.spell SET over_on = DATE '9999-01-01' WHERE (posting_id, over_on) IN (FROM stage_back);
UPDATE core.posting_key SET over_on = DATE '9999-01-01' WHERE (posting_id, over_on) IN (FROM stage_back);
UPDATE core.posting_place SET over_on = DATE '9999-01-01' WHERE (posting_id, over_on) IN (FROM stage_back);
UPDATE core.posting_pay SET over_on = DATE '9999-01-01' WHERE (posting_id, over_on) IN (FROM stage_back);
UPDATE core.posting_skill SET over_on = DATE '9999-01-01' WHERE (posting_id, over_on) IN (FROM stage_back);
UPDATE core.posting_term SET over_on = DATE '9999-01-01' WHERE (posting_id, over_on) IN (FROM stage_back);
DELETE FROM core.posting
WHERE over_on = DATE '9999-01-01' AND posting_id IN (SELECT posting_id FROM stage_renewed WHERE is_known);
DELETE FROM core.posting_place
WHERE over_on = DATE '9999-01-01' AND posting_id IN (SELECT posting_id FROM stage_renewed WHERE is_known);
DELETE FROM core.posting_pay
WHERE over_on = DATE '9999-01-01' AND posting_id IN (SELECT posting_id FROM stage_renewed WHERE is_known);
DELETE FROM core.posting_skill
WHERE over_on = DATE '9999-01-01' AND posting_id IN (SELECT posting_id FROM stage_renewed WHERE is_known);
DELETE FROM core.posting_term
WHERE over_on = DATE '9999-01-01' AND posting_id IN (SELECT posting_id FROM stage_renewed WHERE is_known);
INSERT INTO core.posting
SELECT p.* EXCLUDE (
    known_version, posted_before_on, kept_text_hash, known_role_id, known_employer_key, is_read_anew
), DATE '9999-01-01' AS over_on
FROM stage_posting p SEMI JOIN stage_renewed USING (posting_id);
INSERT INTO core.posting_place BY NAME SELECT c.* FROM incoming_places c SEMI JOIN stage_renewed USING (posting_id);
INSERT INTO core.posting_pay BY NAME SELECT c.* FROM incoming_zones c SEMI JOIN stage_renewed USING (posting_id);
INSERT INTO core.posting_skill BY NAME SELECT c.* FROM incoming_skills c SEMI JOIN stage_renewed USING (posting_id);
DELETE FROM ops.recent_skill WHERE posting_hash IN (SELECT hash(posting_id) FROM stage_renewed WHERE is_known);
INSERT INTO ops.recent_skill
SELECT hash(p.posting_id), c.skill_id, c.skill_need <> 'mentioned', c.line_hash
FROM stage_renewed p LEFT JOIN incoming_skills c ON c.posting_id = p.posting_id;
INSERT INTO core.posting_term BY NAME SELECT c.* FROM incoming_terms c SEMI JOIN stage_renewed USING (posting_id);

-- Sightings. On a day with an earlier, incomplete answer some postings have been seen already.
INSERT INTO core.sighting
SELECT l.observed_on, s.board_id, s.posting_id
FROM stage_seen s JOIN stage_load l ON l.board_id = s.board_id
WHERE NOT s.is_seen_today;

-- Open and seen again: a closing that was held back is off. Open spells are known by their rows.
UPDATE core.spell SET last_seen_at = s.observed_at, missing_since_at = NULL
FROM (
    SELECT s.open_row, l.observed_at FROM stage_seen s JOIN stage_load l ON l.board_id = s.board_id WHERE s.is_open
) s
WHERE core.spell.rowid = s.open_row AND closed_at IS NULL;

-- Seen and not open: a new posting, or one that came back.
INSERT INTO core.spell
SELECT s.posting_id, s.board_id, s.spell_number + 1, s.spell_number = 0 AND l.is_first_fetch, l.observed_at,
    l.observed_at, NULL, NULL, l.observed_on, NULL, DATE '9999-01-01'
FROM stage_seen s JOIN stage_load l ON l.board_id = s.board_id
WHERE NOT s.is_open;

-- Absent from a whole answer and believed: closed, as of the first whole answer without it.
UPDATE core.spell SET closed_at = COALESCE(missing_since_at, a.observed_at), closed_on = a.closed_on
FROM (
    SELECT a.open_row, l.observed_at, COALESCE(d.observed_on, l.observed_on) AS closed_on
    FROM stage_absent a
    JOIN stage_load l ON l.board_id = a.board_id
    LEFT JOIN (
        FROM core.board_day
        SEMI JOIN (FROM stage_absent WHERE is_missing) m
            ON m.board_id = core.board_day.board_id AND m.missing_since_at = core.board_day.observed_at
    ) d ON d.board_id = a.board_id AND d.observed_at = a.missing_since_at
    WHERE l.is_trusted AND CASE WHEN a.is_missing THEN a.is_confirmed ELSE NOT l.is_held END
) a
WHERE core.spell.rowid = a.open_row AND closed_at IS NULL;

-- Absent, but so many at once that the next whole answer must confirm it.
UPDATE core.spell SET missing_since_at = a.observed_at
FROM (
    SELECT a.open_row, l.observed_at FROM stage_absent a JOIN stage_load l ON l.board_id = a.board_id
    WHERE NOT a.is_missing AND l.is_held
) a
WHERE core.spell.rowid = a.open_row AND closed_at IS NULL;

INSERT INTO core.board_day
SELECT board_id, observed_on, observed_at, board_status, status_reason, is_held, seen, quarantined, earlier_new + new,
    earlier_reopened + reopened, closed, run_id
FROM stage_load;
