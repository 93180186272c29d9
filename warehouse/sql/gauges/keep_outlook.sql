INSERT INTO core.outlook
SELECT
    $role_id, $series, $horizon, $value, $low, $high, $method, $error, $naive_error, $covered, $forecasts, $ranges,
    $refusal, max(week_start) - 7 * (greatest($n, 1) - 1), max(week_start) + 6, $n, $method_version, $nearer
FROM core.role_week
WHERE role_id = $role_id AND week_start + 6 <= (SELECT max(observed_on) FROM core.board_day)
