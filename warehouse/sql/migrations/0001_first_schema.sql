-- The first schema. Comments are set from transform.schema after every migration.
CREATE SCHEMA raw;
CREATE SCHEMA core;
CREATE SCHEMA mart;
CREATE SCHEMA ops;

CREATE TABLE raw.response (
    board_id VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    observed_at TIMESTAMP NOT NULL,
    page_number INTEGER NOT NULL,
    url VARCHAR,
    http_status INTEGER,
    content_type VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    response_hash VARCHAR,
    response_bytes BIGINT NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE TABLE raw.quarantine (
    board_id VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    record_number INTEGER NOT NULL,
    source_posting_id VARCHAR,
    quarantine_reason VARCHAR NOT NULL
);

CREATE TABLE raw.import_day (
    board_id VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    run_id VARCHAR NOT NULL,
    part_number INTEGER NOT NULL,
    records_count INTEGER NOT NULL,
    postings_count INTEGER NOT NULL,
    repeated_count INTEGER NOT NULL,
    quarantined_count INTEGER NOT NULL
);

CREATE TABLE core.board (
    board_id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    board_key VARCHAR NOT NULL,
    employer VARCHAR NOT NULL,
    employer_country VARCHAR,
    industry VARCHAR,
    source_kind VARCHAR NOT NULL
);

CREATE TABLE core.role (
    role_id VARCHAR,
    role_title VARCHAR NOT NULL,
    role_family VARCHAR NOT NULL,
    role_field VARCHAR NOT NULL,
    soc_code VARCHAR NOT NULL,
    isco_code VARCHAR NOT NULL,
    esco_id VARCHAR
);

CREATE TABLE core.posting (
    posting_id VARCHAR NOT NULL,
    board_id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    source_posting_id VARCHAR NOT NULL,
    source_group_id VARCHAR,
    requisition_code VARCHAR,
    employer VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    url VARCHAR,
    department VARCHAR,
    team VARCHAR,
    language_code VARCHAR,
    employer_key VARCHAR NOT NULL,
    is_agency BOOLEAN NOT NULL,
    employer_version SMALLINT NOT NULL,
    title_clean VARCHAR NOT NULL,
    role_id VARCHAR,
    role_method VARCHAR,
    role_confidence DOUBLE,
    role_version SMALLINT NOT NULL,
    seniority VARCHAR,
    seniority_source VARCHAR,
    seniority_version SMALLINT NOT NULL,
    pay_text VARCHAR,
    pay_min DOUBLE,
    pay_max DOUBLE,
    pay_currency VARCHAR,
    pay_period VARCHAR,
    pay_min_annual DOUBLE,
    pay_max_annual DOUBLE,
    pay_zone_count SMALLINT NOT NULL,
    pay_source VARCHAR,
    pay_rule VARCHAR,
    pay_flag VARCHAR,
    pay_segment VARCHAR,
    pay_version SMALLINT NOT NULL,
    location_text VARCHAR,
    country_code VARCHAR,
    region VARCHAR,
    city VARCHAR,
    place_count SMALLINT NOT NULL,
    remote_scope VARCHAR,
    place_version SMALLINT NOT NULL,
    workplace VARCHAR,
    workplace_source VARCHAR,
    workplace_version SMALLINT NOT NULL,
    employment_type VARCHAR,
    employment_version SMALLINT NOT NULL,
    years_min SMALLINT,
    years_max SMALLINT,
    degree VARCHAR,
    degree_need VARCHAR,
    visa VARCHAR,
    has_on_call BOOLEAN,
    is_people_manager BOOLEAN,
    reports_min SMALLINT,
    reports_max SMALLINT,
    terms_version SMALLINT NOT NULL,
    skills_version SMALLINT NOT NULL,
    text_hash VARCHAR,
    text_version SMALLINT NOT NULL,
    posted_at TIMESTAMP,
    raw_hash VARCHAR NOT NULL,
    version_number INTEGER NOT NULL
);

CREATE TABLE core.sample_posting (
    posting_id VARCHAR NOT NULL,
    board_id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    source_posting_id VARCHAR NOT NULL,
    source_group_id VARCHAR,
    requisition_code VARCHAR,
    employer VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    url VARCHAR,
    department VARCHAR,
    team VARCHAR,
    language_code VARCHAR,
    employer_key VARCHAR NOT NULL,
    is_agency BOOLEAN NOT NULL,
    employer_version SMALLINT NOT NULL,
    title_clean VARCHAR NOT NULL,
    role_id VARCHAR,
    role_method VARCHAR,
    role_confidence DOUBLE,
    role_version SMALLINT NOT NULL,
    seniority VARCHAR,
    seniority_source VARCHAR,
    seniority_version SMALLINT NOT NULL,
    pay_text VARCHAR,
    pay_min DOUBLE,
    pay_max DOUBLE,
    pay_currency VARCHAR,
    pay_period VARCHAR,
    pay_min_annual DOUBLE,
    pay_max_annual DOUBLE,
    pay_zone_count SMALLINT NOT NULL,
    pay_source VARCHAR,
    pay_rule VARCHAR,
    pay_flag VARCHAR,
    pay_segment VARCHAR,
    pay_version SMALLINT NOT NULL,
    location_text VARCHAR,
    country_code VARCHAR,
    region VARCHAR,
    city VARCHAR,
    place_count SMALLINT NOT NULL,
    remote_scope VARCHAR,
    place_version SMALLINT NOT NULL,
    workplace VARCHAR,
    workplace_source VARCHAR,
    workplace_version SMALLINT NOT NULL,
    employment_type VARCHAR,
    employment_version SMALLINT NOT NULL,
    years_min SMALLINT,
    years_max SMALLINT,
    degree VARCHAR,
    degree_need VARCHAR,
    visa VARCHAR,
    has_on_call BOOLEAN,
    is_people_manager BOOLEAN,
    reports_min SMALLINT,
    reports_max SMALLINT,
    terms_version SMALLINT NOT NULL,
    skills_version SMALLINT NOT NULL,
    text_hash VARCHAR,
    text_version SMALLINT NOT NULL,
    posted_at TIMESTAMP,
    raw_hash VARCHAR NOT NULL,
    first_seen_on DATE NOT NULL,
    last_seen_on DATE NOT NULL
);

CREATE TABLE core.sample_sighting (
    observed_on DATE NOT NULL,
    board_id VARCHAR NOT NULL,
    posting_id VARCHAR NOT NULL
);

CREATE TABLE core.posting_place (
    posting_id VARCHAR NOT NULL,
    place_number SMALLINT NOT NULL,
    location_text VARCHAR,
    country_code VARCHAR,
    region VARCHAR,
    city VARCHAR
);

CREATE TABLE core.country_group (
    country_group VARCHAR NOT NULL,
    country_code VARCHAR
);

CREATE TABLE core.taxonomy (
    taxonomy VARCHAR NOT NULL,
    taxonomy_id VARCHAR NOT NULL,
    release VARCHAR NOT NULL,
    label_count BIGINT NOT NULL,
    licence VARCHAR NOT NULL,
    attribution VARCHAR NOT NULL
);

CREATE TABLE core.title_code (
    title_clean VARCHAR NOT NULL,
    taxonomy VARCHAR NOT NULL,
    taxonomy_id VARCHAR NOT NULL,
    code VARCHAR,
    code_title VARCHAR,
    code_method VARCHAR,
    code_confidence DOUBLE
);

CREATE TABLE core.exchange_rate (
    rate_on DATE NOT NULL,
    pay_currency VARCHAR,
    per_eur DOUBLE NOT NULL
);

CREATE TABLE core.posting_pay (
    posting_id VARCHAR NOT NULL,
    zone_number SMALLINT NOT NULL,
    zone_text VARCHAR,
    pay_kind VARCHAR NOT NULL,
    pay_min DOUBLE,
    pay_max DOUBLE,
    pay_currency VARCHAR,
    pay_period VARCHAR,
    pay_min_annual DOUBLE,
    pay_max_annual DOUBLE,
    pay_rule VARCHAR,
    pay_flag VARCHAR
);

CREATE TABLE core.posting_skill (
    posting_id VARCHAR NOT NULL,
    skill_id VARCHAR NOT NULL,
    skill_need VARCHAR NOT NULL,
    line_hash UBIGINT NOT NULL
);

CREATE TABLE core.posting_term (
    posting_id VARCHAR NOT NULL,
    term_kind VARCHAR NOT NULL,
    term_id VARCHAR NOT NULL,
    term_text VARCHAR NOT NULL
);

CREATE TABLE core.skill (
    skill_id VARCHAR NOT NULL,
    skill_name VARCHAR NOT NULL,
    skill_kind VARCHAR NOT NULL
);

CREATE TABLE core.posting_text (
    text_hash VARCHAR NOT NULL,
    description_text VARCHAR NOT NULL
);

CREATE TABLE core.posting_version (
    posting_id VARCHAR NOT NULL,
    version_number INTEGER NOT NULL,
    seen_from_at TIMESTAMP NOT NULL,
    title VARCHAR NOT NULL,
    pay_text VARCHAR,
    pay_min DOUBLE,
    pay_max DOUBLE,
    pay_currency VARCHAR,
    pay_period VARCHAR,
    pay_min_annual DOUBLE,
    pay_max_annual DOUBLE,
    pay_version SMALLINT NOT NULL,
    text_version SMALLINT NOT NULL,
    text_hash VARCHAR
);

CREATE TABLE core.spell (
    posting_id VARCHAR NOT NULL,
    board_id VARCHAR NOT NULL,
    spell_number INTEGER NOT NULL,
    is_left_censored BOOLEAN NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    missing_since_at TIMESTAMP,
    closed_at TIMESTAMP,
    first_seen_on DATE NOT NULL,
    closed_on DATE
);

CREATE TABLE core.sighting (
    observed_on DATE NOT NULL,
    board_id VARCHAR NOT NULL,
    posting_id VARCHAR NOT NULL
);

CREATE TABLE core.board_day (
    board_id VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    observed_at TIMESTAMP NOT NULL,
    board_status VARCHAR NOT NULL,
    status_reason VARCHAR,
    is_held BOOLEAN NOT NULL,
    postings_count INTEGER NOT NULL,
    quarantined_count INTEGER NOT NULL,
    new_count INTEGER NOT NULL,
    reopened_postings INTEGER NOT NULL,
    closed_count INTEGER NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE TABLE ops.run (
    run_id VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    boards_count INTEGER NOT NULL,
    postings_count INTEGER NOT NULL
);

CREATE TABLE ops.check_result (
    check_name VARCHAR NOT NULL,
    violation_count BIGINT NOT NULL,
    checked_at TIMESTAMP NOT NULL
);

CREATE TABLE core.text_signature (
    text_hash VARCHAR NOT NULL,
    band_hashes UINTEGER[] NOT NULL,
    signature_version SMALLINT NOT NULL
);

CREATE TABLE core.posting_block (
    posting_id VARCHAR NOT NULL,
    block_kind VARCHAR NOT NULL,
    block_hash UBIGINT NOT NULL
);

CREATE TABLE core.posting_match (
    posting_id VARCHAR NOT NULL,
    other_id VARCHAR NOT NULL,
    match_kind VARCHAR NOT NULL,
    match_evidence VARCHAR NOT NULL,
    title_score DOUBLE NOT NULL,
    text_jaccard DOUBLE,
    text_overlap DOUBLE,
    match_version SMALLINT NOT NULL
);

CREATE TABLE core.vacancy (
    posting_id VARCHAR NOT NULL,
    vacancy_id VARCHAR NOT NULL,
    series_id VARCHAR NOT NULL,
    seat_number SMALLINT NOT NULL,
    matched_hash UBIGINT NOT NULL
);
