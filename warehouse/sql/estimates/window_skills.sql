-- How many of them name each skill that is named often enough, in both windows together, for its change to be tested. Roles
-- and skills are numbers in the order of their names (see skills.sql): a million of these is read in a fraction of the time.
WITH cell AS MATERIALIZED (
    SELECT
        up.role,
        named.skill,
        up.employer,
        CAST(count(*) FILTER (up.period = 1) AS DOUBLE) AS before,
        CAST(count(*) FILTER (up.period = 2) AS DOUBLE) AS now
    FROM stage_open AS up
    JOIN stage_named AS named ON named.posting = up.posting
    WHERE up.is_described AND up.period <= 2
    GROUP BY up.role, named.skill, up.employer
),
tested AS (
    SELECT role, skill
    FROM cell
    GROUP BY role, skill
    HAVING sum(before + now) >= $min_mentions
)
SELECT cell.role, cell.skill AS skill_id, cell.employer, cell.before, cell.now
FROM cell
SEMI JOIN tested USING (role, skill)
