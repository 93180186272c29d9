-- What the figures ask of the postings that are open, or were in `first_month` or later; of roles whose skills are compared
-- (`stage_turn`), also of those that were since `compared_since`: read once for all of them. One row a time online.
CREATE OR REPLACE TEMP TABLE stage_online AS
SELECT
    posting.posting_id,
    posting.board_id,
    posting.role_id,
    posting.employer_key,
    coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id,
    posting.text_hash IS NOT NULL AS is_described,
    posting.seniority,
    posting.employment_type,
    posting.country_code,
    posting.region,
    posting.city,
    posting.pay_min,
    posting.pay_max,
    posting.pay_currency,
    posting.pay_period,
    posting.pay_min_annual,
    posting.pay_max_annual,
    posting.pay_flag,
    posting.pay_segment,
    spell.first_seen_on,
    spell.closed_on,
    core.is_up(spell.closed_at, spell.last_seen_at) AS is_open,
    getvariable('is_compared') AND coalesce(turn.has_skills, TRUE) AS is_compared
FROM core.spell
JOIN core.posting ON posting.posting_id = spell.posting_id
LEFT JOIN core.vacancy ON vacancy.posting_id = spell.posting_id
LEFT JOIN stage_turn AS turn ON turn.role_id = posting.role_id
WHERE posting.role_id IS NOT NULL
    AND posting.over_on > getvariable('online_since')
    AND spell.over_on > getvariable('online_since')
    AND (
        spell.closed_on IS NULL
        OR spell.closed_on > getvariable('first_month')
        OR (is_compared AND spell.closed_on > getvariable('compared_since'))
    )
