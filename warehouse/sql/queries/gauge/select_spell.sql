-- The spells of those postings, in days of the person's time zone.
CREATE OR REPLACE TEMP TABLE gauge_spell AS
SELECT
    spell.posting_id,
    spell.board_id,
    posting.employer,
    spell.spell_number = 1 AND NOT spell.is_left_censored AS is_new,
    spell.first_seen_on AS opened_on,
    spell.closed_on
FROM gauge_posting AS posting
JOIN core.spell ON spell.posting_id = posting.posting_id
