-- How many of a role's vacancies were described in the last month counted.
SELECT month, month_end AS window_end, described_vacancies AS n, described_vacancies / vacancies AS coverage
FROM core.role_month
WHERE role_id = $role_id
ORDER BY month DESC
LIMIT 1
