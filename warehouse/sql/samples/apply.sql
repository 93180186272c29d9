-- Some rows of an imported sample: what their postings say now, and the days on which they were seen.
INSERT INTO core.board SELECT i.* FROM incoming_boards i ANTI JOIN core.board known ON known.board_id = i.board_id;

INSERT INTO core.posting_text
SELECT DISTINCT t.text_hash, t.description_text
FROM incoming_texts t ANTI JOIN core.posting_text known ON known.text_hash = t.text_hash;

INSERT INTO core.sample_sighting
SELECT s.observed_on, s.board_id, s.posting_id
FROM incoming_seen s
ANTI JOIN core.sample_sighting known ON known.posting_id = s.posting_id AND known.observed_on = s.observed_on
ORDER BY s.observed_on;

CREATE OR REPLACE TEMP TABLE stage_sample_life AS
SELECT
    s.posting_id,
    least(min(s.observed_on), any_value(known.first_seen_on)) AS first_seen_on,
    greatest(max(s.observed_on), any_value(known.last_seen_on)) AS last_seen_on
FROM incoming_seen s LEFT JOIN core.sample_posting known ON known.posting_id = s.posting_id
GROUP BY s.posting_id;

CREATE OR REPLACE TEMP TABLE stage_renewed AS
SELECT p.posting_id FROM incoming_postings p SEMI JOIN core.sample_posting known ON known.posting_id = p.posting_id;
DELETE FROM core.sample_posting WHERE posting_id IN (SELECT posting_id FROM stage_renewed);
DELETE FROM core.posting_place WHERE posting_id IN (SELECT posting_id FROM stage_renewed);
DELETE FROM core.posting_pay WHERE posting_id IN (SELECT posting_id FROM stage_renewed);
DELETE FROM core.posting_skill WHERE posting_id IN (SELECT posting_id FROM stage_renewed);
DELETE FROM core.posting_term WHERE posting_id IN (SELECT posting_id FROM stage_renewed);

UPDATE core.sample_posting SET first_seen_on = life.first_seen_on, last_seen_on = life.last_seen_on
FROM stage_sample_life AS life
WHERE core.sample_posting.posting_id = life.posting_id
    AND (core.sample_posting.first_seen_on <> life.first_seen_on OR core.sample_posting.last_seen_on <> life.last_seen_on);

INSERT INTO core.sample_posting
SELECT p.*, life.first_seen_on, life.last_seen_on
FROM incoming_postings p JOIN stage_sample_life life ON life.posting_id = p.posting_id;
INSERT INTO core.posting_place BY NAME SELECT * FROM incoming_places;
INSERT INTO core.posting_pay BY NAME SELECT * FROM incoming_zones;
INSERT INTO core.posting_skill BY NAME SELECT * FROM incoming_skills;
INSERT INTO core.posting_term BY NAME SELECT * FROM incoming_terms;
