INSERT INTO core.role_gauge_line VALUES (
    $role_id, $kind, $name, $value, $low, $high, $verdict, $top, $bottom, $siblings, $refusal, $employers, $start, $end,
    $n, $method_version
)
