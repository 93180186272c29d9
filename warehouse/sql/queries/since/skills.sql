-- How many of them name each skill, by employer. As in mart.posting_skill, lines that speak of the employer are no evidence.
WITH own AS MATERIALIZED (
    SELECT DISTINCT posting_id, board_id
    FROM since_posting
    WHERE text_hash IS NOT NULL AND role_id = $role_id
),
named AS (
    SELECT DISTINCT mention.posting_id, mention.skill_id
    FROM core.posting_skill AS mention
    JOIN own ON own.posting_id = mention.posting_id
    ANTI JOIN core.employer_line AS line
        ON line.board_id = own.board_id
        AND line.line_hash = CASE mention.skill_need WHEN 'mentioned' THEN mention.line_hash END
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
