-- The spells that lasted into the weeks that are compared with those since the Monday `since`: what the counts rest on.
CREATE OR REPLACE TEMP TABLE stage_named_life AS
SELECT
    posting.role_id,
    posting.employer_key,
    spell.board_id,
    spell.first_seen_on AS opened_on,
    coalesce(spell.closed_on, getvariable('last_day') + 1) AS over_on,
    spell.closed_on IS NOT NULL AS is_closed,
    core.is_again(spell.spell_number, vacancy.vacancy_id, vacancy.series_id, vacancy.is_repost) AS is_again,
    spell.is_left_censored AS is_entry,
    evergreen.evergreen_on,
    -- It was up when its board was first asked and nothing says since when: when it grew old nobody knows.
    core.is_undated(
        spell.is_left_censored, spell.first_seen_on, evergreen.evergreen_reason, evergreen.evergreen_on
    ) AS is_undated
FROM core.spell
JOIN core.posting ON posting.posting_id = spell.posting_id
LEFT JOIN core.vacancy ON vacancy.posting_id = spell.posting_id
LEFT JOIN core.evergreen ON evergreen.posting_id = spell.posting_id
WHERE posting.role_id IS NOT NULL
    AND posting.over_on >= getvariable('since') - 28
    AND spell.over_on >= getvariable('since') - 28
    AND (spell.closed_on IS NULL OR spell.closed_on >= getvariable('since') - 28);

CREATE OR REPLACE TEMP TABLE stage_role AS
SELECT role_id, CAST(row_number() OVER (ORDER BY role_id) AS BIGINT) AS role
FROM (SELECT DISTINCT role_id FROM stage_named_life);

CREATE OR REPLACE TEMP TABLE stage_employer AS
SELECT employer_key, CAST(row_number() OVER (ORDER BY employer_key) AS BIGINT) AS employer
FROM (SELECT DISTINCT employer_key FROM stage_named_life);

CREATE OR REPLACE TEMP TABLE stage_life AS
SELECT stage_role.role, stage_employer.employer, stage_board.board, named.* EXCLUDE (role_id, employer_key, board_id)
FROM stage_named_life AS named
JOIN stage_role ON stage_role.role_id = named.role_id
JOIN stage_employer ON stage_employer.employer_key = named.employer_key
LEFT JOIN stage_board ON stage_board.board_id = named.board_id;

DROP TABLE stage_named_life;
DROP TABLE stage_employer;
DROP TABLE stage_board;
