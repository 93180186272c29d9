-- One row a posting and classification: what was looked up in it, else what the posting's role says.
WITH title AS (
    SELECT *
    FROM core.title_code
    WHERE code IS NOT NULL
),
given AS (
    SELECT role_id, role_title, 'esco' AS taxonomy, esco_id AS code FROM core.role
    UNION ALL
    SELECT role_id, role_title, 'isco' AS taxonomy, isco_code AS code FROM core.role
    UNION ALL
    SELECT role_id, role_title, 'soc' AS taxonomy, soc_code AS code FROM core.role
),
classification AS (
    SELECT taxonomy FROM title
    UNION
    SELECT taxonomy FROM given
)
SELECT
    posting.posting_id,
    posting.role_id,
    posting.is_open,
    classification.taxonomy,
    coalesce(title.code, given.code) AS code,
    CASE WHEN title.code IS NULL THEN given.role_title ELSE title.code_title END AS code_title,
    CASE WHEN title.code IS NULL THEN 'role' ELSE title.code_method END AS code_method,
    CASE WHEN title.code IS NULL THEN posting.role_confidence ELSE title.code_confidence END AS code_confidence
FROM mart.posting
CROSS JOIN classification
LEFT JOIN title ON title.title_clean = posting.title_clean AND title.taxonomy = classification.taxonomy
LEFT JOIN given ON given.role_id = posting.role_id AND given.taxonomy = classification.taxonomy
WHERE coalesce(title.code, given.code) IS NOT NULL
