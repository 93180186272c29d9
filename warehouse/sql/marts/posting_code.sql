-- One row a posting and classification: what was looked up in it, else what the posting's role says.
WITH found AS (
    SELECT
        posting.posting_id,
        posting.role_id,
        posting.is_open,
        title.taxonomy,
        title.code,
        title.code_title,
        title.code_method,
        title.code_confidence,
        FALSE AS is_of_role
    FROM mart.posting
    JOIN core.title_code AS title ON title.title_clean = posting.title_clean
    WHERE title.code IS NOT NULL
    UNION ALL
    SELECT
        posting.posting_id,
        posting.role_id,
        posting.is_open,
        given.taxonomy,
        given.code,
        role.role_title AS code_title,
        'role' AS code_method,
        posting.role_confidence AS code_confidence,
        TRUE AS is_of_role
    FROM mart.posting
    JOIN core.role ON role.role_id = posting.role_id
    JOIN (
        SELECT role_id, 'esco' AS taxonomy, esco_id AS code FROM core.role
        UNION ALL
        SELECT role_id, 'isco' AS taxonomy, isco_code AS code FROM core.role
        UNION ALL
        SELECT role_id, 'soc' AS taxonomy, soc_code AS code FROM core.role
    ) AS given ON given.role_id = posting.role_id
    WHERE given.code IS NOT NULL
)
SELECT * EXCLUDE (is_of_role)
FROM found
QUALIFY row_number() OVER (
    PARTITION BY posting_id, taxonomy
    ORDER BY is_of_role
) = 1
