-- What another version of a parser or of the rules did to a share, at boards that both have read within two weeks: the newest
-- reading of the earlier version, and today's.
WITH board AS (
    SELECT
        share_name,
        counted_on,
        is_current,
        board_id,
        max(version) AS version,
        sum(active_postings) AS n,
        sum(x) AS x
    FROM (
        SELECT
            counted_on,
            is_current,
            board_id,
            active_postings,
            unnest(['copies', 'role', 'pay']) AS share_name,
            unnest([match_version, role_version, pay_version]) AS version,
            unnest([duplicate_postings, unclassified_postings, pay_known_postings]) AS x
        FROM ops.share_count
    )
    GROUP BY share_name, counted_on, is_current, board_id
    HAVING sum(active_postings) > 0
),
both_read AS (
    SELECT
        present.share_name,
        present.n AS n_now,
        present.x AS x_now,
        past.n AS n_before,
        past.x AS x_before,
        past.version AS version_before,
        present.version AS version_now,
        past.counted_on
    FROM board AS present
    JOIN board AS past
        ON past.share_name = present.share_name
        AND past.board_id = present.board_id
        AND NOT past.is_current
        AND past.version <> present.version
        AND past.counted_on BETWEEN present.counted_on - 14 AND present.counted_on
    WHERE present.is_current
    QUALIFY row_number() OVER (PARTITION BY present.share_name, present.board_id ORDER BY past.counted_on DESC) = 1
)
SELECT
    share_name,
    max(counted_on) AS counted_before_on,
    max(version_before) AS version_before,
    max(version_now) AS version_now,
    sum(x_before) / sum(n_before) AS share_before,
    sum(x_now) / sum(n_now) AS share_now,
    CAST(sum(n_before) AS BIGINT) AS postings_before,
    CAST(sum(n_now) AS BIGINT) AS postings_now
FROM both_read
GROUP BY share_name
ORDER BY share_name
