-- How many of a role's vacancies name a skill, month by month, with Wilson's interval on the effective number of vacancies,
-- as measures.shares.clustered_share makes it: from sums over employers that were kept when the month was counted.
WITH asked AS (
    SELECT
        skill_month.role_id,
        skill_month.skill_id,
        skill_month.month,
        skill_month.asking_vacancies,
        skill_month.asking_employers,
        role_month.month_end,
        role_month.vacancies,
        role_month.described_vacancies AS n,
        role_month.method_version,
        skill_month.asking_vacancies / role_month.described_vacancies AS share,
        role_month.described_vacancies / core.share_effect(
            skill_month.asking_vacancies,
            role_month.described_vacancies,
            role_month.undecided_vacancies,
            role_month.unique_employers,
            role_month.sizes_squared,
            skill_month.counts_by_sizes,
            skill_month.counts_squared,
            role_month.limit_errors
        ) AS effective_n
    FROM core.skill_month
    JOIN core.role_month ON role_month.role_id = skill_month.role_id AND role_month.month = skill_month.month
)
SELECT
    asked.role_id,
    asked.skill_id,
    skill.skill_name,
    skill.skill_kind,
    asked.month,
    asked.asking_vacancies,
    asked.asking_employers,
    asked.share,
    core.wilson_low(asked.share, asked.effective_n) AS share_low,
    core.wilson_high(asked.share, asked.effective_n) AS share_high,
    asked.effective_n,
    greatest(asked.month, scope.window_start) AS window_start,
    asked.month_end AS window_end,
    asked.n,
    asked.n / asked.vacancies AS coverage,
    scope.panel_id,
    asked.method_version
FROM asked
JOIN core.skill ON skill.skill_id = asked.skill_id
CROSS JOIN mart.scope
