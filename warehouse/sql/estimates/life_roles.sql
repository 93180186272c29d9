-- The roles whose lifetimes are not made anew now: of the families that are in other parts than `life_parts`. The families
-- are put into `life_part_count` parts in the order of their names, about as many roles in each.
CREATE OR REPLACE TEMP TABLE stage_other_role AS
WITH numbered AS (
    SELECT role_id, role_family, row_number() OVER (ORDER BY role_family, role_id) - 1 AS place
    FROM core.role
),
placed AS (
    SELECT
        role_id,
        CAST(min(place) OVER (PARTITION BY role_family) * getvariable('life_part_count') // count(*) OVER () AS INTEGER) AS part
    FROM numbered
)
SELECT role_id
FROM placed
WHERE NOT list_contains(getvariable('life_parts'), part)
