-- The lines of some boards that speak of the employer and not of the vacancy, as in mart.posting_skill: on at least 60 % of a
-- board's described postings, five or more of them and of two roles or more. `mentions` names what is asked about, a table or
-- a part of the same query with board_id, skill_need and line_hash: only its boards and its mentioned lines are counted.
CREATE MACRO core.boilerplate_line(mentions) AS TABLE
WITH board_posting AS MATERIALIZED (
    SELECT board_id, posting_id, role_id
    FROM core.posting
    WHERE text_hash IS NOT NULL AND board_id IN (SELECT board_id FROM query_table(mentions))
),
board AS (
    SELECT board_id, count(*) AS postings
    FROM board_posting
    GROUP BY board_id
),
shared AS (
    SELECT DISTINCT said.posting_id, said.line_hash
    FROM core.posting_skill AS said
    WHERE said.skill_need = 'mentioned'
        AND said.line_hash IN (SELECT line_hash FROM query_table(mentions) WHERE skill_need = 'mentioned')
)
SELECT posting.board_id, shared.line_hash
FROM shared
JOIN board_posting AS posting ON posting.posting_id = shared.posting_id
JOIN board ON board.board_id = posting.board_id
GROUP BY posting.board_id, shared.line_hash
HAVING count(*) >= 5 AND count(*) >= 0.6 * any_value(board.postings) AND count(DISTINCT posting.role_id) >= 2;
