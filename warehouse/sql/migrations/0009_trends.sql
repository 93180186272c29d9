-- Where a role's weekly series goes, where its level broke, and since when which version of our own methods counts.
CREATE TABLE core.role_trend (
    role_id VARCHAR NOT NULL,
    series_name VARCHAR NOT NULL,
    level DOUBLE,
    weekly_growth DOUBLE,
    weekly_growth_low DOUBLE,
    weekly_growth_high DOUBLE,
    growth_p_value DOUBLE,
    gap_to_field DOUBLE,
    gap_to_field_low DOUBLE,
    gap_to_field_high DOUBLE,
    gap_p_value DOUBLE,
    is_seasonally_adjusted BOOLEAN NOT NULL,
    trend_method VARCHAR NOT NULL,
    refusal VARCHAR,
    window_start DATE NOT NULL,
    window_end DATE NOT NULL,
    n BIGINT NOT NULL,
    coverage DOUBLE,
    panel_id VARCHAR NOT NULL,
    method_version SMALLINT NOT NULL
);

CREATE TABLE core.role_break (
    role_id VARCHAR NOT NULL,
    series_name VARCHAR NOT NULL,
    break_week DATE NOT NULL,
    mean_before DOUBLE NOT NULL,
    mean_after DOUBLE NOT NULL,
    artefact_reason VARCHAR,
    window_start DATE NOT NULL,
    window_end DATE NOT NULL,
    n BIGINT NOT NULL,
    coverage DOUBLE,
    panel_id VARCHAR NOT NULL,
    method_version SMALLINT NOT NULL
);

CREATE TABLE core.method_change (
    method_name VARCHAR NOT NULL,
    changed_on DATE NOT NULL,
    version_before SMALLINT NOT NULL,
    version_after SMALLINT NOT NULL
);
