-- How many postings of the role have imported samples shown, and which samples?
SELECT count(*) AS postings, coalesce(string_agg(DISTINCT platform, ', ' ORDER BY platform), '') AS sources
FROM core.sample_posting
WHERE role_id = $role_id
