-- Which postings came to another role and why, put down where it happens; before, only what it did to counts was compared.
CREATE TABLE core.role_move (
    posting_id VARCHAR NOT NULL,
    from_role_id VARCHAR,
    to_role_id VARCHAR,
    moved_on DATE NOT NULL,
    move_reason VARCHAR NOT NULL,
    role_version SMALLINT NOT NULL
);
DROP TABLE core.reclassified;
