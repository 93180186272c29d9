-- Every text that a posting or one of its versions refers to is kept once.
WITH referred AS (
    SELECT text_hash FROM core.posting WHERE text_hash IS NOT NULL
    UNION
    SELECT text_hash FROM core.posting_version WHERE text_hash IS NOT NULL
    UNION
    SELECT text_hash FROM core.sample_posting WHERE text_hash IS NOT NULL
),
kept AS (
    SELECT text_hash, count(*) AS row_count
    FROM core.posting_text
    GROUP BY text_hash
)
SELECT referred.text_hash, kept.row_count
FROM referred
LEFT JOIN kept ON kept.text_hash = referred.text_hash
WHERE kept.row_count IS DISTINCT FROM 1
