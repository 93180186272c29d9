-- The skills that one posting names, those it requires first. As in mart.posting_skill, lines that most postings of a board
-- share are no evidence; here only the lines of this posting are counted.
WITH mention AS MATERIALIZED (
    SELECT skill_id, skill_need, line_hash
    FROM core.posting_skill
    WHERE posting_id = $posting_id
),
board_posting AS MATERIALIZED (
    SELECT posting_id, role_id
    FROM core.posting
    WHERE text_hash IS NOT NULL
        AND board_id = (SELECT board_id FROM core.posting WHERE posting_id = $posting_id)
),
shared AS (
    SELECT DISTINCT said.posting_id, said.line_hash
    FROM core.posting_skill AS said
    WHERE said.skill_need = 'mentioned'
        AND said.line_hash IN (SELECT line_hash FROM mention WHERE skill_need = 'mentioned')
),
boilerplate AS (
    SELECT shared.line_hash
    FROM shared
    JOIN board_posting ON board_posting.posting_id = shared.posting_id
    GROUP BY shared.line_hash
    HAVING count(*) >= 5
        AND count(*) >= 0.6 * (SELECT count(*) FROM board_posting)
        AND count(DISTINCT board_posting.role_id) >= 2
),
named AS (
    SELECT
        skill_id,
        max(CASE skill_need WHEN 'required' THEN 2 WHEN 'preferred' THEN 1 ELSE 0 END) AS need
    FROM mention
    WHERE skill_need <> 'mentioned' OR line_hash NOT IN (SELECT line_hash FROM boilerplate)
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
