-- What the postings of late name, kept by the load, so that a day's figures on skills need not read what all postings ever
-- named. Figures fill in what is not there yet.
CREATE TABLE ops.recent_skill (
    posting_hash UBIGINT NOT NULL,
    skill_id VARCHAR,
    is_asked BOOLEAN,
    line_hash UBIGINT
);

-- Which of some lines speak of the employer and not of the vacancy, as in mart.posting_skill, and at which boards: only
-- mentioned on at least 60 % of a board's described postings, five or more of them and of two roles or more. `lines` names
-- what is asked about, a table or a part of the same query with line_hash. In steps, so that each looks at what the one
-- before has left: few lines are mentioned five times at all.
CREATE OR REPLACE MACRO core.boilerplate_line(lines) AS TABLE
WITH frequent AS MATERIALIZED (
    SELECT line_hash
    FROM core.posting_skill
    WHERE skill_need = 'mentioned' AND line_hash IN (SELECT line_hash FROM query_table(lines))
    GROUP BY line_hash
    HAVING count(*) >= 5
),
said AS MATERIALIZED (
    SELECT DISTINCT mention.posting_id, mention.line_hash
    FROM core.posting_skill AS mention
    JOIN frequent ON frequent.line_hash = mention.line_hash
    WHERE mention.skill_need = 'mentioned'
),
shared AS MATERIALIZED (
    SELECT posting.board_id, said.line_hash, count(*) AS postings
    FROM said
    JOIN core.posting ON posting.posting_id = said.posting_id
    WHERE posting.text_hash IS NOT NULL
    GROUP BY posting.board_id, said.line_hash
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
