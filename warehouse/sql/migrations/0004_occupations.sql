-- Employment by occupation, which the person may add.
CREATE TABLE core.occupation (
    soc_code VARCHAR NOT NULL,
    workers BIGINT,
    wage_p50 DOUBLE,
    release VARCHAR NOT NULL
);
