-- How long an employer's adverts of the roles were up that came and went while we watched.
SELECT
    count(*) AS n,
    quantile_cont(spell.closed_on - spell.first_seen_on, 0.5) AS life_days_p50,
    min(spell.closed_on - spell.first_seen_on) AS life_days_least,
    max(spell.closed_on - spell.first_seen_on) AS life_days_most
FROM core.spell
JOIN core.posting ON posting.posting_id = spell.posting_id
WHERE posting.employer_key = $employer_key
    AND posting.role_id IN (SELECT unnest(CAST($roles AS VARCHAR[])))
    AND spell.closed_on IS NOT NULL
    AND NOT spell.is_left_censored
