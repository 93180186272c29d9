-- The gauge of a followed role, line by line, as it stood on each day.
CREATE TABLE core.role_gauge_line (
    role_id VARCHAR NOT NULL,
    line_kind VARCHAR NOT NULL,
    line_name VARCHAR NOT NULL,
    value DOUBLE,
    value_low DOUBLE,
    value_high DOUBLE,
    verdict VARCHAR,
    top_share DOUBLE,
    bottom_share DOUBLE,
    siblings_count INTEGER NOT NULL,
    refusal VARCHAR,
    unique_employers BIGINT NOT NULL,
    window_start DATE NOT NULL,
    window_end DATE NOT NULL,
    n BIGINT NOT NULL,
    coverage DOUBLE,
    panel_id VARCHAR NOT NULL,
    method_version SMALLINT NOT NULL
);

CREATE TABLE core.outlook (
    role_id VARCHAR NOT NULL,
    series_name VARCHAR NOT NULL,
    horizon_weeks SMALLINT NOT NULL,
    value DOUBLE,
    value_low DOUBLE,
    value_high DOUBLE,
    forecast_method VARCHAR NOT NULL,
    error_share DOUBLE,
    naive_error_share DOUBLE,
    covered_share DOUBLE,
    forecasts_count INTEGER NOT NULL,
    ranges_count INTEGER NOT NULL,
    refusal VARCHAR,
    window_start DATE NOT NULL,
    window_end DATE NOT NULL,
    n BIGINT NOT NULL,
    method_version SMALLINT NOT NULL
);
