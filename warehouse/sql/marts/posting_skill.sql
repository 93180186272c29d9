-- One row a posting and skill. A line on at least 60 % of a board's postings, five or more of them and of two roles or
-- more, speaks of the employer and not of the vacancy: what it names is left out, unless it stands among requirements.
WITH board AS (
    SELECT board_id, count(*) AS postings, count(DISTINCT role_id) AS roles
    FROM core.posting
    WHERE text_hash IS NOT NULL
    GROUP BY board_id
),
line AS (
    SELECT
        posting.board_id,
        mention.line_hash,
        count(DISTINCT mention.posting_id) AS postings,
        count(DISTINCT posting.role_id) AS roles
    FROM core.posting_skill AS mention
    JOIN core.posting ON posting.posting_id = mention.posting_id
    WHERE mention.skill_need = 'mentioned'
    GROUP BY posting.board_id, mention.line_hash
),
boilerplate AS (
    SELECT line.board_id, line.line_hash
    FROM line
    JOIN board ON board.board_id = line.board_id
    WHERE line.postings >= 5 AND line.postings >= 0.6 * board.postings AND line.roles >= 2
)
SELECT
    mention.posting_id,
    any_value(posting.role_id) AS role_id,
    bool_or(posting.is_open) AS is_open,
    mention.skill_id,
    any_value(skill.skill_name) AS skill_name,
    any_value(skill.skill_kind) AS skill_kind,
    CASE max(CASE mention.skill_need WHEN 'required' THEN 2 WHEN 'preferred' THEN 1 ELSE 0 END)
        WHEN 2 THEN 'required'
        WHEN 1 THEN 'preferred'
        ELSE 'mentioned'
    END AS skill_need
FROM core.posting_skill AS mention
JOIN mart.posting ON posting.posting_id = mention.posting_id
JOIN core.skill ON skill.skill_id = mention.skill_id
WHERE NOT EXISTS (
    SELECT 1
    FROM boilerplate
    WHERE boilerplate.board_id = posting.board_id
        AND boilerplate.line_hash = mention.line_hash
        AND mention.skill_need = 'mentioned'
)
GROUP BY mention.posting_id, mention.skill_id
