-- How many employers had more openings of a role in the week of the Monday $week than four weeks before, those with as many
-- counting half, and of how many.
SELECT growing_employers, compared_employers
FROM core.role_week
WHERE role_id = $role_id AND week_start = $week
