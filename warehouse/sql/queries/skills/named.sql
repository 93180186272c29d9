-- How often a role's vacancies name each skill in the last month counted, and how that changed in twelve weeks.
SELECT
    named.skill_id,
    named.skill_name,
    named.asking_vacancies,
    named.asking_employers,
    named.share,
    named.share_low,
    named.share_high,
    named.month,
    named.window_end,
    named.n,
    named.coverage,
    change.change,
    change.change_low,
    change.change_high,
    change.is_news
FROM mart.skill_share_month AS named
LEFT JOIN mart.skill_change AS change ON change.role_id = named.role_id AND change.skill_id = named.skill_id
WHERE named.role_id = $role_id
    AND named.month = (SELECT max(month) FROM core.skill_month WHERE role_id = $role_id)
ORDER BY named.share DESC, named.skill_name
