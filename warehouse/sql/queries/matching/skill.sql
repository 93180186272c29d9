-- Each skill of each vacancy, how it is asked, and how well the person has it (0 not, 1 some, 2 good, 3 strong). As in
-- mart.posting_skill, lines that speak of the employer are no evidence.
CREATE OR REPLACE TEMP TABLE matching_skill AS
WITH own AS (
    SELECT unnest(CAST($skills AS VARCHAR[])) AS skill_id, unnest(CAST($levels AS INTEGER[])) AS level
),
named AS (
    SELECT
        vacancy.vacancy_id,
        mention.skill_id,
        max(CASE mention.skill_need WHEN 'required' THEN 2 WHEN 'preferred' THEN 1 ELSE 0 END) AS need
    FROM core.posting_skill AS mention
    JOIN matching_vacancy AS vacancy ON vacancy.posting_id = mention.posting_id
    ANTI JOIN core.employer_line AS own
        ON own.board_id = vacancy.board_id
        AND own.line_hash = CASE mention.skill_need WHEN 'mentioned' THEN mention.line_hash END
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
