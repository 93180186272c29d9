-- How many postings of the role were ever seen, anywhere?
SELECT count(*) AS postings
FROM core.posting
WHERE role_id = $role_id
