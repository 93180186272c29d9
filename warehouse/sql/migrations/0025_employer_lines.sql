-- Lines that speak of the employer are found once, with the figures of their month, and kept: who asks what a posting names
-- need not count what was ever named.
DROP MACRO TABLE core.boilerplate_line;
DROP MACRO TABLE core.employer_line;
DROP TABLE ops.fresh_line;
DROP TABLE ops.repeated_line;
CREATE TABLE core.employer_line (
    board_id VARCHAR NOT NULL,
    line_hash UBIGINT NOT NULL,
    month DATE NOT NULL
);
