-- The skills that one posting names, those it requires first. As in mart.posting_skill, lines that most postings of a board
-- share are no evidence; here only the lines of this posting are counted.
WITH mention AS MATERIALIZED (
    SELECT posting.board_id, said.skill_id, said.skill_need, said.line_hash
    FROM core.posting_skill AS said
    JOIN core.posting ON posting.posting_id = said.posting_id
    WHERE said.posting_id = $posting_id
),
boilerplate AS (
    FROM core.boilerplate_line('mention')
),
named AS (
    SELECT
        skill_id,
        max(CASE skill_need WHEN 'required' THEN 2 WHEN 'preferred' THEN 1 ELSE 0 END) AS need
    FROM mention
    WHERE skill_need <> 'mentioned' OR (board_id, line_hash) NOT IN (SELECT (board_id, line_hash) FROM boilerplate)
    GROUP BY skill_id
)
SELECT
    named.skill_id,
    skill.skill_name,
    skill.skill_kind,
    CASE named.need WHEN 2 THEN 'required' WHEN 1 THEN 'preferred' ELSE 'mentioned' END AS skill_need
FROM named
JOIN core.skill AS skill ON skill.skill_id = named.skill_id
ORDER BY named.need DESC, skill.skill_name;
