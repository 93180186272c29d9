-- The classifications that are there now; codes of other editions of them go.
DELETE FROM core.taxonomy;
INSERT INTO core.taxonomy FROM incoming_taxonomies ORDER BY taxonomy;
DELETE FROM core.title_code WHERE taxonomy_id NOT IN (SELECT taxonomy_id FROM core.taxonomy);
