-- Values made anew; incoming_answers says which answer of each board they come from. Run in one transaction.

-- The current values, where the answer shows the record that they were made from.
CREATE OR REPLACE TEMP TABLE stage_renewed AS
SELECT known.posting_id, known.version_number, known.over_on
FROM core.posting known JOIN incoming_postings p ON p.posting_id = known.posting_id AND p.raw_hash = known.raw_hash;
INSERT INTO core.role_move
SELECT p.posting_id, known.role_id, p.role_id, (SELECT max(observed_on) FROM core.board_day), 'parser', p.role_version
FROM incoming_postings p
SEMI JOIN stage_renewed USING (posting_id)
JOIN core.posting known ON known.posting_id = p.posting_id AND known.role_id IS DISTINCT FROM p.role_id;
-- Figures of today rest on new values; the weeks of a posting that moves to another role or employer do too.
INSERT INTO ops.touched SELECT max(observed_on) FROM core.board_day HAVING count(*) > 0;
INSERT INTO ops.touched
SELECT min(s.first_seen_on)
FROM incoming_postings p
SEMI JOIN stage_renewed USING (posting_id)
JOIN core.posting known ON known.posting_id = p.posting_id
    AND (known.role_id, known.employer_key) IS DISTINCT FROM (p.role_id, p.employer_key)
JOIN core.spell s ON s.posting_id = p.posting_id
HAVING count(*) > 0;
INSERT INTO core.posting_text
SELECT t.* FROM incoming_texts t ANTI JOIN core.posting_text known ON known.text_hash = t.text_hash;
INSERT INTO ops.rematch SELECT posting_id, false FROM stage_renewed;
DELETE FROM core.posting WHERE posting_id IN (SELECT posting_id FROM stage_renewed);
DELETE FROM core.posting_place WHERE posting_id IN (SELECT posting_id FROM stage_renewed);
DELETE FROM core.posting_pay WHERE posting_id IN (SELECT posting_id FROM stage_renewed);
DELETE FROM core.posting_skill WHERE posting_id IN (SELECT posting_id FROM stage_renewed);
DELETE FROM ops.recent_skill WHERE posting_hash IN (SELECT hash(posting_id) FROM stage_renewed);
DELETE FROM core.posting_term WHERE posting_id IN (SELECT posting_id FROM stage_renewed);
INSERT INTO core.posting SELECT p.*, r.version_number, r.over_on FROM incoming_postings p JOIN stage_renewed r USING (posting_id);
INSERT INTO core.posting_place SELECT c.*, r.over_on FROM incoming_places c JOIN stage_renewed r USING (posting_id);
INSERT INTO core.posting_pay SELECT c.*, r.over_on FROM incoming_zones c JOIN stage_renewed r USING (posting_id);
INSERT INTO core.posting_skill SELECT c.*, r.over_on FROM incoming_skills c JOIN stage_renewed r USING (posting_id);
INSERT INTO core.posting_term SELECT c.*, r.over_on FROM incoming_terms c JOIN stage_renewed r USING (posting_id);

-- What the version that began with the answer says.
UPDATE core.posting_version AS version
SET title = p.title, pay_text = p.pay_text, pay_min = p.pay_min, pay_max = p.pay_max, pay_currency = p.pay_currency,
    pay_period = p.pay_period, pay_min_annual = p.pay_min_annual, pay_max_annual = p.pay_max_annual,
    pay_version = p.pay_version, text_version = p.text_version, text_hash = p.text_hash
FROM incoming_postings p JOIN incoming_answers a ON a.board_id = p.board_id
WHERE version.posting_id = p.posting_id AND version.seen_from_at = a.observed_at;
