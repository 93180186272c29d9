-- One row a posting and skill. A line on at least 60 % of a board's postings, five or more of them and of two roles or
-- more, speaks of the employer and not of the vacancy: what it names is left out, unless it stands among requirements.
-- core.boilerplate_line tells the same of some postings alone.
-- The keys of the groups hold what readers choose postings by, so that a role or the open ones alone cost only those.
WITH board AS (
    SELECT board_id, count(*) AS postings, count(DISTINCT role_id) AS roles
    FROM core.posting
    WHERE text_hash IS NOT NULL
    GROUP BY board_id
),
-- Few lines are named five times at all: the others need not be counted by board.
frequent AS (
    SELECT line_hash
    FROM core.posting_skill
    WHERE skill_need = 'mentioned'
    GROUP BY line_hash
    HAVING count(*) >= 5
),
frequent_mention AS (
    SELECT DISTINCT mention.posting_id, mention.line_hash, posting.board_id, posting.role_id
    FROM core.posting_skill AS mention
    JOIN frequent ON frequent.line_hash = mention.line_hash
    JOIN core.posting ON posting.posting_id = mention.posting_id
    WHERE mention.skill_need = 'mentioned'
),
line AS (
    SELECT board_id, line_hash, count(*) AS postings, count(DISTINCT role_id) AS roles
    FROM frequent_mention
    GROUP BY board_id, line_hash
),
boilerplate AS (
    SELECT line.board_id, line.line_hash
    FROM line
    JOIN board ON board.board_id = line.board_id
    WHERE line.postings >= 5 AND line.postings >= 0.6 * board.postings AND line.roles >= 2
),
open_posting AS (
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
    ANTI JOIN boilerplate
        ON boilerplate.board_id = posting.board_id
        AND boilerplate.line_hash = CASE mention.skill_need WHEN 'mentioned' THEN mention.line_hash END
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
