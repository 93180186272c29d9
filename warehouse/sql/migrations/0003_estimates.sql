-- Figures with their intervals, one row each, and what they rest on.
CREATE TABLE core.estimate (
    measure VARCHAR NOT NULL,
    role_id VARCHAR,
    pay_currency VARCHAR,
    country_code VARCHAR,
    region VARCHAR,
    city VARCHAR,
    value DOUBLE,
    low DOUBLE,
    high DOUBLE,
    estimator VARCHAR NOT NULL,
    refusal VARCHAR,
    unique_employers BIGINT NOT NULL,
    window_start DATE NOT NULL,
    window_end DATE NOT NULL,
    n BIGINT NOT NULL,
    coverage DOUBLE,
    panel_id VARCHAR NOT NULL,
    method_version SMALLINT NOT NULL
);

CREATE TABLE ops.estimate_mark (
    mark VARCHAR NOT NULL,
    mark_value VARCHAR NOT NULL
);

CREATE TABLE core.role_month (
    role_id VARCHAR NOT NULL,
    month DATE NOT NULL,
    month_end DATE NOT NULL,
    vacancies BIGINT NOT NULL,
    described_vacancies BIGINT NOT NULL,
    unique_employers BIGINT NOT NULL,
    effective_employers DOUBLE NOT NULL,
    undecided_vacancies DOUBLE NOT NULL,
    sizes_squared DOUBLE NOT NULL,
    limit_errors DOUBLE
);

CREATE TABLE core.skill_month (
    role_id VARCHAR NOT NULL,
    skill_id VARCHAR NOT NULL,
    month DATE NOT NULL,
    asking_vacancies BIGINT NOT NULL,
    asking_employers BIGINT NOT NULL,
    counts_squared DOUBLE NOT NULL,
    counts_by_sizes DOUBLE NOT NULL
);

CREATE TABLE core.skill_change (
    role_id VARCHAR NOT NULL,
    skill_id VARCHAR NOT NULL,
    share_before DOUBLE NOT NULL,
    share_now DOUBLE NOT NULL,
    change DOUBLE NOT NULL,
    change_low DOUBLE NOT NULL,
    change_high DOUBLE NOT NULL,
    p_value DOUBLE NOT NULL,
    q_value DOUBLE NOT NULL,
    is_news BOOLEAN NOT NULL,
    skills_tested BIGINT NOT NULL,
    vacancies_before BIGINT NOT NULL,
    before_start DATE NOT NULL,
    before_end DATE NOT NULL,
    unique_employers BIGINT NOT NULL,
    window_start DATE NOT NULL,
    window_end DATE NOT NULL,
    n BIGINT NOT NULL,
    coverage DOUBLE,
    panel_id VARCHAR NOT NULL,
    method_version SMALLINT NOT NULL
);
