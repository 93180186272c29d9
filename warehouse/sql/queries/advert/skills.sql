-- The skills that one posting names, those it requires first. As in mart.posting_skill, lines that speak of the employer are no
-- evidence.
WITH named AS (
    SELECT
        mention.skill_id,
        max(CASE mention.skill_need WHEN 'required' THEN 2 WHEN 'preferred' THEN 1 ELSE 0 END) AS need
    FROM core.posting_skill AS mention
    JOIN core.posting ON posting.posting_id = mention.posting_id
    ANTI JOIN core.employer_line AS own
        ON own.board_id = posting.board_id
        AND own.line_hash = CASE mention.skill_need WHEN 'mentioned' THEN mention.line_hash END
    WHERE mention.posting_id = $posting_id
    GROUP BY mention.skill_id
)
SELECT
    named.skill_id,
    skill.skill_name,
    skill.skill_kind,
    CASE named.need WHEN 2 THEN 'required' WHEN 1 THEN 'preferred' ELSE 'mentioned' END AS skill_need
FROM named
JOIN core.skill AS skill ON skill.skill_id = named.skill_id
ORDER BY named.need DESC, skill.skill_name;
