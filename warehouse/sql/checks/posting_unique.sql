-- Each posting has one current row.
SELECT posting_id, count(*) AS row_count
FROM core.posting
GROUP BY posting_id
HAVING count(*) > 1
