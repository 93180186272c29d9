-- Do a role's openings agree with how many come a week and how long they stay, as they must where neither changes (Little's law)?
WITH latest AS (
    SELECT role_id, arg_max(active_postings, window_start) AS active_postings
    FROM mart.role_demand_week
    GROUP BY role_id
)
SELECT
    role.role_title,
    latest.active_postings,
    inflow.new_per_week,
    life.completed_days,
    inflow.new_per_week * life.completed_days / 7 AS expected_postings,
    latest.active_postings / expected_postings AS ratio,
    ratio BETWEEN 0.75 AND 1.25 AS is_within_a_quarter,
    inflow.n AS new_postings,
    life.closings,
    coalesce(inflow.refusal, life.completed_refusal) AS refusal,
    life.coverage
FROM mart.role_inflow AS inflow
JOIN mart.posting_life AS life ON life.role_id = inflow.role_id
JOIN latest ON latest.role_id = inflow.role_id
JOIN core.role ON role.role_id = inflow.role_id
ORDER BY nullif(ratio, 0) IS NULL, abs(ln(nullif(ratio, 0))) DESC, role.role_title
