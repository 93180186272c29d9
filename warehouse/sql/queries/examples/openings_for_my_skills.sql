-- Which openings for my role ask for most of what I know, and what else do they ask for?
-- Yours: the role and the skills, as `SELECT skill_name FROM core.skill` spells them.
WITH mine AS (SELECT 'data_engineer' AS role_id, ['Python', 'SQL', 'AWS', 'Apache Airflow'] AS skills),

fit AS (
    SELECT
        posting_skill.posting_id,
        count(*) FILTER (list_contains(mine.skills, posting_skill.skill_name)) AS known_skills,
        count(*) AS asked_skills,
        string_agg(posting_skill.skill_name, ', ' ORDER BY posting_skill.skill_name) FILTER (
            NOT list_contains(mine.skills, posting_skill.skill_name)
        ) AS others_asked
    FROM mart.posting_skill
    JOIN mine ON mine.role_id = posting_skill.role_id
    WHERE posting_skill.is_open
    GROUP BY posting_skill.posting_id
)

SELECT
    fit.known_skills,
    fit.asked_skills,
    fit.others_asked,
    posting.title,
    posting.employer,
    posting.location_text,
    posting.url
FROM fit
JOIN mart.posting ON posting.posting_id = fit.posting_id
WHERE fit.asked_skills >= 3
ORDER BY fit.known_skills / fit.asked_skills DESC, fit.known_skills DESC, posting.employer, posting.title, posting.url
LIMIT 50
