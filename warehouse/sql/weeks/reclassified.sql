-- Weeks that were over already and now count otherwise: better parsers, edited titles, closings confirmed late, imports of
-- past days. The last of them tells, a role once.
INSERT INTO core.reclassified
WITH span AS (
    SELECT max(week_start) AS week_start
    FROM stage_counted
    HAVING count(*) > 0
),
before AS (
    SELECT role_id, active_postings
    FROM stage_counted
    SEMI JOIN span USING (week_start)
),
now AS (
    SELECT role_id, active_postings
    FROM core.role_week
    SEMI JOIN span USING (week_start)
)
SELECT
    coalesce(now.role_id, before.role_id) AS role_id,
    span.week_start,
    getvariable('last_day') AS reclassified_on,
    coalesce(before.active_postings, 0) AS postings_before,
    coalesce(now.active_postings, 0) AS postings_after
FROM before
FULL JOIN now ON now.role_id = before.role_id
CROSS JOIN span
WHERE coalesce(before.active_postings, 0) <> coalesce(now.active_postings, 0);
DROP TABLE stage_counted;
