-- The vacancies of each role and month, and how unequally they are divided among employers. Sums of fractions are rounded:
-- the order in which they are added up is no part of the figure.
SELECT
    stage_role.role_id,
    make_date(role_period % 65536 // 12, role_period % 65536 % 12 + 1, 1) AS month,
    CAST(least(last_day(month), getvariable('last_day')) AS DATE) AS month_end,
    CAST(sum(vacancies) AS BIGINT) AS vacancies,
    CAST(sum(described) AS BIGINT) AS described_vacancies,
    count(*) FILTER (described > 0) AS unique_employers,
    round(coalesce(CAST(sum(described) AS DOUBLE) ** 2 / nullif(sum(described ** 2), 0), 0), 9) AS effective_employers,
    round(coalesce(any_value(undecided), 0), 9) AS undecided_vacancies,
    round(
        coalesce(sum((described / (described_all + undecided - described)) ** 2) FILTER (described > 0), 0), 9
    ) AS sizes_squared
FROM stage_size
JOIN stage_role ON stage_role.role = role_period // 65536
WHERE role_period % 65536 > 2
GROUP BY stage_role.role_id, role_period
