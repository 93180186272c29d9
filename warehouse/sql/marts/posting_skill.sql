-- One row a posting and skill. What a line names that speaks of the employer and not of the vacancy is left out, unless it
-- stands among requirements.
-- The keys of the groups hold what readers choose postings by, so that a role or the open ones alone cost only those.
WITH open_posting AS (
    SELECT DISTINCT posting_id
    FROM core.spell
    WHERE core.is_up(closed_at, last_seen_at)
),
named AS (
    SELECT
        posting.posting_id,
        posting.role_id,
        open_posting.posting_id IS NOT NULL AS is_open,
        mention.skill_id,
        max(CASE mention.skill_need WHEN 'required' THEN 2 WHEN 'preferred' THEN 1 ELSE 0 END) AS need
    FROM core.posting_skill AS mention
    JOIN core.posting ON posting.posting_id = mention.posting_id
    LEFT JOIN open_posting ON open_posting.posting_id = posting.posting_id
    ANTI JOIN core.employer_line AS own
        ON own.board_id = posting.board_id
        AND own.line_hash = CASE mention.skill_need WHEN 'mentioned' THEN mention.line_hash END
    GROUP BY ALL
)
SELECT
    named.posting_id,
    named.role_id,
    named.is_open,
    named.skill_id,
    skill.skill_name,
    skill.skill_kind,
    CASE named.need WHEN 2 THEN 'required' WHEN 1 THEN 'preferred' ELSE 'mentioned' END AS skill_need
FROM named
JOIN core.skill ON skill.skill_id = named.skill_id
