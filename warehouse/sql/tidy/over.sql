-- The others are over.
CREATE OR REPLACE TEMP TABLE stage_over AS
SELECT posting_id, max(closed_on) AS over_on
FROM core.spell
SEMI JOIN (
    SELECT posting_id
    FROM core.posting
    ANTI JOIN stage_lately USING (posting_id)
    WHERE over_on = DATE '9999-01-01'
) AS unmarked USING (posting_id)
GROUP BY posting_id
