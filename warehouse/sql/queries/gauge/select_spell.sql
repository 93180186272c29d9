-- The spells of those postings, in days: the UTC date of the fetch, held within the observed days.
CREATE OR REPLACE TEMP TABLE gauge_spell AS
SELECT
    spell.posting_id,
    spell.board_id,
    posting.employer,
    spell.spell_number = 1 AND NOT spell.is_left_censored AS is_new,
    greatest(span.first_day, least(span.last_day, CAST(spell.first_seen_at AS DATE))) AS opened_on,
    CASE
        WHEN spell.closed_at IS NOT NULL
            THEN greatest(span.first_day, least(span.last_day, CAST(spell.closed_at AS DATE)))
    END AS closed_on
FROM gauge_posting AS posting
JOIN core.spell ON spell.posting_id = posting.posting_id
CROSS JOIN (SELECT min(observed_on) AS first_day, max(observed_on) AS last_day FROM core.board_day) AS span
