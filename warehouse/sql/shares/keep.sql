-- What is published now is what later runs are compared with: one day's counts a week, and the first that other parsers or
-- rules made, for eight weeks; a day's later counts take the place of its earlier ones.
DELETE FROM ops.share_count
WHERE NOT is_current
    AND counted_on NOT BETWEEN (SELECT max(counted_on) - 56 FROM ops.share_count WHERE is_current)
    AND (SELECT max(counted_on) - 1 FROM ops.share_count WHERE is_current);
INSERT INTO ops.share_count
WITH made AS (
    SELECT
        is_current,
        counted_on,
        (max(role_version), max(pay_version), max(text_version), max(employer_version), max(match_version)) AS versions
    FROM ops.share_count
    GROUP BY is_current, counted_on
),
kept AS (
    SELECT max(counted_on) AS counted_on, arg_max(versions, counted_on) AS versions
    FROM made
    WHERE NOT is_current
)
SELECT share_count.* REPLACE (FALSE AS is_current)
FROM ops.share_count
JOIN made ON made.is_current
CROSS JOIN kept
WHERE share_count.is_current
    AND (kept.counted_on IS NULL OR made.counted_on - 7 >= kept.counted_on OR made.versions <> kept.versions);
