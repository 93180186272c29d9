-- The parsers behind a role's weekly counts, and the newest version of each that has read a posting.
SELECT
    unnest(['role', 'employer']) AS method_name,
    unnest([max(role_version), max(employer_version)]) AS version_after
FROM core.posting
