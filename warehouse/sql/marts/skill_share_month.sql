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
        role_month.limit_errors,
        role_month.method_version,
        skill_month.asking_vacancies / role_month.described_vacancies AS share,
        -- With one employer more, half of whose vacancies name it.
        role_month.described_vacancies + role_month.undecided_vacancies AS n_more,
        (skill_month.asking_vacancies + role_month.undecided_vacancies / 2) / n_more AS share_more,
        (role_month.undecided_vacancies / role_month.described_vacancies) ** 2 AS size_more,
        (1 - 1 / (role_month.unique_employers + 1)) * (
            share_more ** 2 * (role_month.sizes_squared + size_more)
            - 2 * share_more * (skill_month.counts_by_sizes + size_more / 2)
            + skill_month.counts_squared
            + size_more / 4
        ) AS variance
    FROM core.skill_month
    JOIN core.role_month ON role_month.role_id = skill_month.role_id AND role_month.month = skill_month.month
),
sampled AS (
    SELECT
        *,
        greatest(
            1, (limit_errors / 1.959963984540054) ** 2 * variance / (share_more * (1 - share_more) / n_more)
        ) AS effect,
        n / effect AS effective_n,
        1.959963984540054 ** 2 / effective_n AS z_squared
    FROM asked
)
SELECT
    sampled.role_id,
    sampled.skill_id,
    skill.skill_name,
    skill.skill_kind,
    sampled.month,
    sampled.asking_vacancies,
    sampled.asking_employers,
    sampled.share,
    CASE WHEN limit_errors IS NOT NULL THEN greatest(
        0,
        (share + z_squared / 2 - sqrt(z_squared * share * (1 - share) + z_squared ** 2 / 4)) / (1 + z_squared)
    ) END AS share_low,
    CASE WHEN limit_errors IS NOT NULL THEN CASE WHEN share < 1 THEN least(
        1,
        (share + z_squared / 2 + sqrt(z_squared * share * (1 - share) + z_squared ** 2 / 4)) / (1 + z_squared)
    ) ELSE 1 END END AS share_high,
    CASE WHEN limit_errors IS NOT NULL THEN effective_n END AS effective_n,
    greatest(sampled.month, scope.window_start) AS window_start,
    sampled.month_end AS window_end,
    sampled.n,
    sampled.n / sampled.vacancies AS coverage,
    scope.panel_id,
    sampled.method_version
FROM sampled
JOIN core.skill ON skill.skill_id = sampled.skill_id
CROSS JOIN mart.scope
