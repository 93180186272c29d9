-- Most postings that ever were are long over. Which they are stands with them, so that who asks for what is online, or was of
-- late, need not read them. It is written when what is online is put together, and taken back when one comes back.
ALTER TABLE core.posting ADD COLUMN over_on DATE;
-- Where some postings (`named` has posting_id) lie in core.posting: looked for among those that are not over, and only where
-- one is not found there among the others.
CREATE MACRO core.posting_row(named) AS TABLE
WITH asked AS MATERIALIZED (
    SELECT DISTINCT posting_id
    FROM query_table(named)
),
found AS MATERIALIZED (
    SELECT rowid AS row_number, posting_id
    FROM (SELECT rowid, posting_id FROM core.posting WHERE over_on IS NULL)
    SEMI JOIN asked USING (posting_id)
)
FROM found
UNION ALL
SELECT rowid AS row_number, posting_id
FROM (SELECT rowid, posting_id FROM core.posting WHERE over_on IS NOT NULL)
SEMI JOIN (FROM asked ANTI JOIN found USING (posting_id)) AS other USING (posting_id);
