-- Each skill of each vacancy, how it is asked, and how well the person has it (0 not, 1 some, 2 good, 3 strong). As in
-- mart.posting_skill, lines that most postings of a board share are no evidence; here only the lines of these are counted.
CREATE OR REPLACE TEMP TABLE matching_skill AS
WITH own AS (
    SELECT unnest(CAST($skills AS VARCHAR[])) AS skill_id, unnest(CAST($levels AS INTEGER[])) AS level
),
mention AS MATERIALIZED (
    SELECT vacancy.vacancy_id, vacancy.board_id, said.skill_id, said.skill_need, said.line_hash
    FROM core.posting_skill AS said
    JOIN matching_vacancy AS vacancy ON vacancy.posting_id = said.posting_id
),
boilerplate AS (
    FROM core.boilerplate_line('mention')
),
named AS (
    SELECT
        vacancy_id,
        skill_id,
        max(CASE skill_need WHEN 'required' THEN 2 WHEN 'preferred' THEN 1 ELSE 0 END) AS need
    FROM mention
    WHERE NOT EXISTS (
        SELECT 1
        FROM boilerplate
        WHERE boilerplate.board_id = mention.board_id
            AND boilerplate.line_hash = mention.line_hash
            AND mention.skill_need = 'mentioned'
    )
    GROUP BY ALL
)
SELECT
    named.vacancy_id,
    named.skill_id,
    skill.skill_name,
    CASE named.need WHEN 2 THEN 'required' WHEN 1 THEN 'preferred' ELSE 'mentioned' END AS skill_need,
    coalesce(own.level, 0) AS level
FROM named
JOIN core.skill ON skill.skill_id = named.skill_id
LEFT JOIN own ON own.skill_id = named.skill_id
