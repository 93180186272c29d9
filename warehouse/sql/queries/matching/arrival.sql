-- The vacancies inside the person's limits that were new since $since, on the day when the first of all their postings was
-- seen. One that is advertised anew is the same vacancy; one that was there when its board was first read is not new.
CREATE OR REPLACE TEMP TABLE arrival AS
WITH member AS (
    SELECT posting_id, series_id
    FROM core.vacancy
    WHERE series_id IN (SELECT series_id FROM matching_vacancy)
    UNION
    SELECT posting_id, series_id
    FROM matching_vacancy
),
begun AS (
    SELECT
        member.series_id,
        min(spell.first_seen_on) AS arrived_on,
        arg_min(spell.board_id, (spell.first_seen_at, spell.board_id)) AS board_id,
        bool_or(spell.is_left_censored AND spell.spell_number = 1) AS is_left_censored
    FROM core.spell
    JOIN member ON member.posting_id = spell.posting_id
    GROUP BY member.series_id
),
level AS (
    SELECT unnest(CAST($ladder AS VARCHAR[])) AS seniority, unnest(CAST($rungs AS INTEGER[])) AS rung
)
SELECT
    vacancy.series_id,
    vacancy.vacancy_id,
    begun.arrived_on,
    begun.board_id,
    vacancy.employer_key,
    vacancy.is_salaried,
    level.rung - CAST($rung AS INTEGER) AS seniority_step,
    pay.pay_low,
    pay.pay_high
FROM matching_vacancy AS vacancy
JOIN begun ON begun.series_id = vacancy.series_id
LEFT JOIN matching_amount AS pay ON pay.posting_id = vacancy.posting_id
LEFT JOIN level ON level.seniority = vacancy.seniority
WHERE begun.arrived_on >= CAST($since AS DATE) AND NOT begun.is_left_censored
QUALIFY row_number() OVER (PARTITION BY vacancy.series_id ORDER BY vacancy.first_seen_on, vacancy.vacancy_id) = 1
