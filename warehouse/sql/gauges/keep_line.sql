INSERT INTO core.role_gauge_line
SELECT
    $role_id, $kind, $name, $value, $low, $high, $verdict, $top, $bottom, $siblings, $refusal, $employers, $start, $end,
    $n, coverage, panel_id, $method_version, $siblings_are
FROM mart.scope
