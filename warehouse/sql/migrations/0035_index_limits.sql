-- The limits of the index of the role that is followed, and the index that they are of.
CREATE TABLE core.index_limit (
    role_id VARCHAR NOT NULL,
    week_start DATE NOT NULL,
    demand_index DOUBLE,
    demand_index_low DOUBLE,
    demand_index_high DOUBLE
);
