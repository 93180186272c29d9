-- The whole weeks of every role up to `last_week`: the openings at boards seen in the week and in the one before, without
-- the adverts that are always up and with them, and what came and went.
SELECT
    role_week.role_id,
    role.role_field,
    role_week.week_start,
    role_week.matched_before,
    role_week.matched_after,
    role_week.matched_before + role_week.matched_evergreen_before AS all_before,
    role_week.matched_after + role_week.matched_evergreen_after AS all_after,
    role_week.matched_employers,
    role_week.same_new_postings,
    role_week.active_postings,
    role_week.observed_postings,
    role_week.boards_entered_postings,
    role_week.boards_left_postings
FROM core.role_week
JOIN core.role ON role.role_id = role_week.role_id
WHERE role_week.week_start + 6 <= getvariable('last_day')
ORDER BY role_week.role_id, role_week.week_start
