-- The clean titles that have not been looked up in an edition of a classification yet, with the codes of their roles.
SELECT
    posting.title_clean AS title,
    any_value(role.soc_code) AS soc_code,
    any_value(role.isco_code) AS isco_code,
    any_value(role.esco_id) AS esco_id
FROM core.posting
LEFT JOIN core.role ON role.role_id = posting.role_id
WHERE posting.title_clean NOT IN (SELECT title_clean FROM core.title_code WHERE taxonomy_id = $taxonomy_id)
GROUP BY posting.title_clean
ORDER BY posting.title_clean;
