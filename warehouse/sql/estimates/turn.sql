-- Of which roles lifetimes, and changes of skills, are made anew now: of the families in `life_parts` and `skills_parts`. For
-- each kind the families are put into its parts in the order of their names, about as many roles in each part.
CREATE OR REPLACE TEMP TABLE stage_turn AS
WITH numbered AS (
    SELECT role_id, role_family, row_number() OVER (ORDER BY role_family, role_id) - 1 AS place
    FROM core.role
),
placed AS (
    SELECT role_id, min(place) OVER (PARTITION BY role_family) AS place, count(*) OVER () AS roles
    FROM numbered
)
SELECT
    role_id,
    list_contains(getvariable('life_parts'), place * getvariable('life_part_count') // roles) AS has_lives,
    list_contains(getvariable('skills_parts'), place * getvariable('skills_part_count') // roles) AS has_skills
FROM placed
