-- The spells that lasted into the weeks that are compared with those since the Monday `since`: what the counts rest on.
CREATE OR REPLACE TEMP TABLE stage_role AS
SELECT role_id, CAST(row_number() OVER (ORDER BY role_id) AS BIGINT) AS role
FROM (SELECT DISTINCT role_id FROM core.posting WHERE role_id IS NOT NULL);

CREATE OR REPLACE TEMP TABLE stage_employer AS
SELECT employer_key, CAST(row_number() OVER (ORDER BY employer_key) AS BIGINT) AS employer
FROM (SELECT DISTINCT employer_key FROM core.posting);

CREATE OR REPLACE TEMP TABLE stage_life AS
SELECT
    stage_role.role,
    stage_employer.employer,
    stage_board.board,
    spell.first_seen_on AS opened_on,
    coalesce(spell.closed_on, getvariable('last_day') + 1) AS over_on,
    spell.closed_on IS NOT NULL AS is_closed,
    spell.spell_number > 1 AS is_again,
    spell.is_left_censored AS is_entry,
    evergreen.evergreen_on
FROM core.spell
JOIN core.posting ON posting.posting_id = spell.posting_id
JOIN stage_role ON stage_role.role_id = posting.role_id
JOIN stage_employer ON stage_employer.employer_key = posting.employer_key
LEFT JOIN stage_board ON stage_board.board_id = spell.board_id
LEFT JOIN core.evergreen ON evergreen.posting_id = spell.posting_id
WHERE spell.closed_on IS NULL OR spell.closed_on >= getvariable('since') - 28;

DROP TABLE stage_board;
DROP TABLE stage_employer;
