-- The weeks in which they changed for good.
SELECT series_name, break_week, mean_before, mean_after, artefact_reason, n, coverage
FROM mart.role_break
WHERE role_id = $role_id
ORDER BY break_week, series_name
