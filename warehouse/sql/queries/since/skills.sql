-- How many of them name each skill, by employer. As in mart.posting_skill, lines that most postings of a board share are no
-- evidence; here only the lines of these postings are counted.
WITH own AS MATERIALIZED (
    SELECT DISTINCT posting_id, board_id
    FROM since_posting
    WHERE text_hash IS NOT NULL AND role_id = $role_id
),
mention AS MATERIALIZED (
    SELECT said.posting_id, own.board_id, said.skill_id, said.skill_need, said.line_hash
    FROM core.posting_skill AS said
    JOIN own ON own.posting_id = said.posting_id
),
boilerplate AS (
    FROM core.boilerplate_line('mention')
),
named AS (
    SELECT DISTINCT posting_id, skill_id
    FROM mention
    WHERE NOT EXISTS (
        SELECT 1
        FROM boilerplate
        WHERE boilerplate.board_id = mention.board_id
            AND boilerplate.line_hash = mention.line_hash
            AND mention.skill_need = 'mentioned'
    )
)
SELECT
    up.employer_key AS employer,
    named.skill_id,
    CAST(count(DISTINCT up.vacancy_id) FILTER (up.period = 0) AS DOUBLE) AS before,
    CAST(count(DISTINCT up.vacancy_id) FILTER (up.period = 1) AS DOUBLE) AS now
FROM since_posting AS up
JOIN named ON named.posting_id = up.posting_id
GROUP BY up.employer_key, named.skill_id
QUALIFY sum(before + now) OVER (PARTITION BY named.skill_id) >= $min_mentions
ORDER BY named.skill_id, employer
