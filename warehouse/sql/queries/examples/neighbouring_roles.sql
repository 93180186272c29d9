-- Which other roles ask for most of what mine asks for, and how many openings do they have?
-- Yours: the role. Only skills that at least a tenth of the openings name count; of both roles' sums, the part in common.
WITH mine AS (SELECT 'data_engineer' AS role_id),

asked AS (
    SELECT role_id, skill_id, skill_name, share
    FROM mart.role_skill
    WHERE share >= 0.1
),

total AS (
    SELECT role_id, sum(share) AS share_sum
    FROM asked
    GROUP BY role_id
),

common AS (
    SELECT
        other.role_id,
        mine.role_id AS my_role_id,
        sum(least(other.share, own.share)) AS share_sum,
        string_agg(own.skill_name, ', ' ORDER BY least(other.share, own.share) DESC, own.skill_name) AS skills
    FROM mine
    JOIN asked AS own ON own.role_id = mine.role_id
    JOIN asked AS other ON other.skill_id = own.skill_id AND other.role_id <> own.role_id
    GROUP BY other.role_id, mine.role_id
)

SELECT
    role.role_title,
    common.share_sum / (theirs.share_sum + ours.share_sum - common.share_sum) AS likeness,
    common.skills,
    quality.active_postings,
    quality.unique_employers
FROM common
JOIN total AS theirs ON theirs.role_id = common.role_id
JOIN total AS ours ON ours.role_id = common.my_role_id
JOIN core.role ON role.role_id = common.role_id
JOIN mart.data_quality AS quality ON quality.role_id = common.role_id
ORDER BY likeness DESC, role.role_title
LIMIT 15
