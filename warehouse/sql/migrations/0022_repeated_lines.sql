-- Lines that are named five times or more, of what is open or closed of late: a line that speaks of an employer is one of
-- these. What a load brings is counted once, with all that was ever named, by the figures of its day.
CREATE TABLE ops.fresh_line (line_hash UBIGINT NOT NULL);
CREATE TABLE ops.repeated_line (line_hash UBIGINT NOT NULL);
-- What is at hand so far is read again, so that its lines are counted.
DELETE FROM ops.recent_skill;

-- Which lines speak of the employer and not of the vacancy, as in mart.posting_skill, and at which boards, given all the
-- mentions of some lines (`mentions` has posting_id and line_hash, each pair once): they are on at least 60 % of a board's
-- described postings, five or more of them and of two roles or more.
CREATE OR REPLACE MACRO core.employer_line(mentions) AS TABLE
WITH shared AS MATERIALIZED (
    SELECT posting.board_id, mention.line_hash, count(*) AS postings
    FROM query_table(mentions) AS mention
    JOIN core.posting ON posting.posting_id = mention.posting_id
    WHERE posting.text_hash IS NOT NULL
    GROUP BY posting.board_id, mention.line_hash
    HAVING count(*) >= 5 AND count(DISTINCT posting.role_id) >= 2
),
board AS (
    SELECT board_id, count(*) AS postings
    FROM core.posting
    WHERE text_hash IS NOT NULL AND board_id IN (SELECT board_id FROM shared)
    GROUP BY board_id
)
SELECT shared.board_id, shared.line_hash
FROM shared
JOIN board ON board.board_id = shared.board_id
WHERE shared.postings >= 0.6 * board.postings;

-- The same of some lines: `lines` names what is asked about, a table or a part of the same query with line_hash. In steps,
-- so that each looks at what the one before has left: few lines are mentioned five times at all.
CREATE OR REPLACE MACRO core.boilerplate_line(lines) AS TABLE
WITH frequent AS MATERIALIZED (
    SELECT line_hash
    FROM core.posting_skill
    WHERE skill_need = 'mentioned' AND line_hash IN (SELECT line_hash FROM query_table(lines))
    GROUP BY line_hash
    HAVING count(*) >= 5
),
frequent_mention AS MATERIALIZED (
    SELECT DISTINCT mention.posting_id, mention.line_hash
    FROM core.posting_skill AS mention
    JOIN frequent ON frequent.line_hash = mention.line_hash
    WHERE mention.skill_need = 'mentioned'
)
FROM core.employer_line('frequent_mention');
