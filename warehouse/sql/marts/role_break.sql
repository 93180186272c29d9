-- The weeks in which a role's openings came to grow otherwise, or its new postings changed their level, for good; and what
-- of ours may have made it.
SELECT
    role_break.role_id,
    role_break.series_name,
    role_break.break_week,
    role_break.mean_before,
    role_break.mean_after,
    role_break.artefact_reason IS NOT NULL AS is_artefact,
    role_break.artefact_reason,
    role_break.window_start,
    role_break.window_end,
    role_break.n,
    role_break.coverage,
    role_break.panel_id,
    role_break.method_version
FROM core.role_break
