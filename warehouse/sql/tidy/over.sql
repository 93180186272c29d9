-- The others are over: with the times that they were online and with what they are compared by.
CREATE OR REPLACE TEMP TABLE stage_over AS
SELECT posting_id, max(closed_on) AS over_on
FROM core.spell
SEMI JOIN (
    SELECT posting_id
    FROM core.posting
    ANTI JOIN stage_lately USING (posting_id)
    WHERE over_on = DATE '9999-01-01'
) AS unmarked USING (posting_id)
GROUP BY posting_id;
UPDATE core.posting SET over_on = life.over_on FROM stage_over AS life WHERE core.posting.posting_id = life.posting_id;
UPDATE core.spell SET over_on = life.over_on FROM stage_over AS life WHERE core.spell.posting_id = life.posting_id;
UPDATE core.posting_key SET over_on = life.over_on FROM stage_over AS life WHERE core.posting_key.posting_id = life.posting_id;
DROP TABLE stage_over
