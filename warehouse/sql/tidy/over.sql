-- The others are over.
UPDATE core.posting SET over_on = life.closed_on
FROM (
    SELECT posting_id, max(closed_on) AS closed_on
    FROM core.spell
    SEMI JOIN (
        SELECT posting_id
        FROM core.posting
        ANTI JOIN stage_lately USING (posting_id)
        WHERE over_on IS NULL
    ) AS unmarked USING (posting_id)
    GROUP BY posting_id
) AS life
WHERE core.posting.posting_id = life.posting_id
