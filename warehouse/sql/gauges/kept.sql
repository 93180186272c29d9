-- The lines of the role's gauge that were kept of the last observed day, in the order in which they were made.
SELECT
    line_kind,
    line_name,
    value,
    value_low,
    value_high,
    verdict,
    top_share,
    bottom_share,
    siblings_count,
    refusal,
    unique_employers,
    window_start,
    window_end,
    n,
    method_version,
    siblings_are
FROM core.role_gauge_line
WHERE role_id = $role_id
    AND window_end = (SELECT max(observed_on) FROM core.board_day)
    AND method_version = $method_version
    AND siblings_are IS NOT NULL
ORDER BY rowid
