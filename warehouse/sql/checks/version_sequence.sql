-- The versions of a posting are numbered 1, 2, 3 … up to the current one, each seen from a later time than the last.
WITH version AS (
    SELECT
        posting_id,
        count(*) AS versions,
        count(DISTINCT version_number) AS numbers,
        min(version_number) AS first_number,
        max(version_number) AS last_number
    FROM core.posting_version
    GROUP BY posting_id
),
backwards AS (
    SELECT posting_id
    FROM core.posting_version
    QUALIFY seen_from_at <= lag(seen_from_at) OVER (PARTITION BY posting_id ORDER BY version_number)
)
SELECT
    coalesce(posting.posting_id, version.posting_id) AS posting_id,
    posting.version_number,
    version.versions,
    version.first_number,
    version.last_number
FROM core.posting
FULL JOIN version ON version.posting_id = posting.posting_id
WHERE posting.version_number IS DISTINCT FROM version.last_number
    OR version.first_number <> 1
    OR version.numbers <> version.versions
    OR version.numbers <> version.last_number
    OR version.posting_id IN (SELECT posting_id FROM backwards)
