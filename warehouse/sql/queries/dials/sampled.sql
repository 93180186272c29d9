-- What imported samples showed of the field's roles, by employer and week from $since on: the postings of an average day of
-- searching, of sources that were searched in the week before too (`after`) and in the week after too (`before`).
WITH searched AS (
    SELECT
        board_id,
        CAST(date_trunc('week', observed_on) AS DATE) AS week_start,
        count(DISTINCT observed_on) AS days
    FROM core.sample_sighting
    WHERE observed_on BETWEEN $since AND $last_day
    GROUP BY ALL
),
linked AS (
    SELECT here.*, earlier.board_id IS NOT NULL AS is_after, later.board_id IS NOT NULL AS is_before
    FROM searched AS here
    LEFT JOIN searched AS earlier
        ON earlier.board_id = here.board_id AND earlier.week_start = here.week_start - 7
    LEFT JOIN searched AS later
        ON later.board_id = here.board_id AND later.week_start = here.week_start + 7
)
SELECT
    posting.role_id,
    posting.employer_key,
    CAST((linked.week_start - $since) / 7 AS INTEGER) AS week,
    coalesce(sum(1 / linked.days) FILTER (linked.is_after), 0) AS after,
    coalesce(sum(1 / linked.days) FILTER (linked.is_before), 0) AS before
FROM core.sample_sighting AS seen
JOIN core.sample_posting AS posting ON posting.posting_id = seen.posting_id
JOIN core.role ON role.role_id = posting.role_id
JOIN linked
    ON linked.board_id = seen.board_id AND linked.week_start = CAST(date_trunc('week', seen.observed_on) AS DATE)
WHERE role.role_field = (SELECT role_field FROM core.role WHERE role_id = $role_id)
    AND seen.observed_on BETWEEN $since AND $last_day
GROUP BY ALL
ORDER BY ALL
