-- Every role that a posting bears is described once in core.role.
WITH described AS (
    SELECT role_id, count(*) AS row_count
    FROM core.role
    GROUP BY role_id
)
SELECT posting.posting_id, posting.role_id, described.row_count
FROM core.posting
LEFT JOIN described ON described.role_id = posting.role_id
WHERE posting.role_id IS NOT NULL AND described.row_count IS DISTINCT FROM 1
