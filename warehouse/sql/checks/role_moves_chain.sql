-- Each move of a posting to another role starts from the role that the one before it ended at, and the last ends at the
-- role that the posting has.
WITH chained AS (
    SELECT
        posting_id,
        moved_on,
        from_role_id,
        to_role_id,
        row_number() OVER moves AS move_number,
        lag(to_role_id) OVER moves AS before_role_id,
        lead(posting_id) OVER moves IS NULL AS is_last
    FROM core.role_move
    WINDOW moves AS (PARTITION BY posting_id ORDER BY rowid)
)
SELECT chained.posting_id, chained.moved_on, chained.from_role_id, chained.to_role_id
FROM chained
LEFT JOIN core.posting ON posting.posting_id = chained.posting_id
WHERE chained.from_role_id IS NOT DISTINCT FROM chained.to_role_id
    OR (chained.move_number > 1 AND chained.from_role_id IS DISTINCT FROM chained.before_role_id)
    OR (chained.is_last AND chained.to_role_id IS DISTINCT FROM posting.role_id)
