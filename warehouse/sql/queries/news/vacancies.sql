-- The matching vacancies, those whose pay starts highest first, then the newest; since when each is up this time, whether it
-- was up already when its board was first read, and whether it is advertised again.
WITH member AS (
    SELECT posting_id, vacancy_id, series_id, is_repost
    FROM core.vacancy
    WHERE vacancy_id IN (SELECT vacancy_id FROM matching)
    UNION ALL
    SELECT posting_id, vacancy_id, series_id, FALSE AS is_repost
    FROM matching
    WHERE posting_id NOT IN (SELECT posting_id FROM core.vacancy)
),
up AS (
    SELECT
        member.vacancy_id,
        min(spell.first_seen_on) AS opened_on,
        bool_or(spell.is_left_censored AND spell.spell_number = 1) AS was_there,
        bool_and(core.is_again(spell.spell_number, member.vacancy_id, member.series_id, member.is_repost)) AS is_again
    FROM core.spell
    JOIN member ON member.posting_id = spell.posting_id
    WHERE spell.closed_at IS NULL
    GROUP BY member.vacancy_id
)
SELECT
    matching.vacancy_id,
    matching.title,
    matching.employer,
    matching.url,
    matching.pay_low,
    up.opened_on,
    up.was_there,
    up.is_again
FROM matching
JOIN up ON up.vacancy_id = matching.vacancy_id
ORDER BY matching.pay_low DESC NULLS LAST, matching.first_seen_on DESC, matching.vacancy_id
