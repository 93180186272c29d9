-- The gauge of the followed role as it stood on each day that it was made: dials, verdict and the sensitivity behind it.
SELECT
    role_gauge_line.role_id,
    role_gauge_line.line_kind,
    role_gauge_line.line_name,
    role_gauge_line.value,
    role_gauge_line.value_low,
    role_gauge_line.value_high,
    role_gauge_line.verdict,
    role_gauge_line.top_share,
    role_gauge_line.bottom_share,
    role_gauge_line.siblings_count,
    role_gauge_line.siblings_are,
    role_gauge_line.refusal,
    role_gauge_line.unique_employers,
    role_gauge_line.window_start,
    role_gauge_line.window_end,
    role_gauge_line.n,
    role_gauge_line.coverage,
    role_gauge_line.panel_id,
    role_gauge_line.method_version
FROM core.role_gauge_line
