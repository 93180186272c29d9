-- One row an employer, whatever its sources call it; its name is the spelling on most of its postings.
WITH spelling AS (
    SELECT
        employer_key,
        employer,
        count(*) AS postings,
        bool_or(is_agency) AS is_agency,
        list(DISTINCT board_id) AS boards
    FROM core.posting
    GROUP BY employer_key, employer
)
SELECT
    employer_key,
    arg_max(employer, (postings, employer)) AS employer,
    bool_or(is_agency) AS is_agency,
    CAST(sum(postings) AS BIGINT) AS n,
    CAST(len(list_distinct(flatten(list(boards)))) AS INTEGER) AS boards_count
FROM spelling
GROUP BY employer_key
