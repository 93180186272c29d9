-- What is long over is told by a date that compares: where tables are joined, DuckDB leaves out unread what lies before a date,
-- but not what is unknown. All rows of a posting that a day looks up are marked with it. None is marked until what is online
-- is put together the next time.
DROP MACRO TABLE core.posting_row;
ALTER TABLE core.spell ADD COLUMN over_on DATE;
ALTER TABLE core.posting_key ADD COLUMN over_on DATE;
ALTER TABLE core.posting_place ADD COLUMN over_on DATE;
ALTER TABLE core.posting_pay ADD COLUMN over_on DATE;
ALTER TABLE core.posting_skill ADD COLUMN over_on DATE;
ALTER TABLE core.posting_term ADD COLUMN over_on DATE;
ALTER TABLE core.posting ALTER COLUMN over_on SET DATA TYPE DATE USING DATE '9999-01-01';
ALTER TABLE core.posting ALTER COLUMN over_on SET DEFAULT DATE '9999-01-01';
ALTER TABLE core.posting ALTER COLUMN over_on SET NOT NULL;
ALTER TABLE core.spell ALTER COLUMN over_on SET DATA TYPE DATE USING DATE '9999-01-01';
ALTER TABLE core.spell ALTER COLUMN over_on SET DEFAULT DATE '9999-01-01';
ALTER TABLE core.spell ALTER COLUMN over_on SET NOT NULL;
ALTER TABLE core.posting_key ALTER COLUMN over_on SET DATA TYPE DATE USING DATE '9999-01-01';
ALTER TABLE core.posting_key ALTER COLUMN over_on SET DEFAULT DATE '9999-01-01';
ALTER TABLE core.posting_key ALTER COLUMN over_on SET NOT NULL;
ALTER TABLE core.posting_place ALTER COLUMN over_on SET DATA TYPE DATE USING DATE '9999-01-01';
ALTER TABLE core.posting_place ALTER COLUMN over_on SET DEFAULT DATE '9999-01-01';
ALTER TABLE core.posting_place ALTER COLUMN over_on SET NOT NULL;
ALTER TABLE core.posting_pay ALTER COLUMN over_on SET DATA TYPE DATE USING DATE '9999-01-01';
ALTER TABLE core.posting_pay ALTER COLUMN over_on SET DEFAULT DATE '9999-01-01';
ALTER TABLE core.posting_pay ALTER COLUMN over_on SET NOT NULL;
ALTER TABLE core.posting_skill ALTER COLUMN over_on SET DATA TYPE DATE USING DATE '9999-01-01';
ALTER TABLE core.posting_skill ALTER COLUMN over_on SET DEFAULT DATE '9999-01-01';
ALTER TABLE core.posting_skill ALTER COLUMN over_on SET NOT NULL;
ALTER TABLE core.posting_term ALTER COLUMN over_on SET DATA TYPE DATE USING DATE '9999-01-01';
ALTER TABLE core.posting_term ALTER COLUMN over_on SET DEFAULT DATE '9999-01-01';
ALTER TABLE core.posting_term ALTER COLUMN over_on SET NOT NULL;
-- Where some postings (`named` has posting_id) lie in core.posting: looked for among those that are not over, and only where
-- one is not found there among the others.
CREATE MACRO core.posting_row(named) AS TABLE
WITH asked AS MATERIALIZED (
    SELECT DISTINCT posting_id
    FROM query_table(named)
),
found AS MATERIALIZED (
    SELECT rowid AS row_number, posting_id
    FROM (SELECT rowid, posting_id FROM core.posting WHERE over_on = DATE '9999-01-01')
    SEMI JOIN asked USING (posting_id)
)
FROM found
UNION ALL
SELECT rowid AS row_number, posting_id
FROM (SELECT rowid, posting_id FROM core.posting WHERE over_on < DATE '9999-01-01')
SEMI JOIN (FROM asked ANTI JOIN found USING (posting_id)) AS other USING (posting_id);
