-- The rest of what an occupation is paid, as far as it is published.
ALTER TABLE core.occupation ADD COLUMN wage_p10 DOUBLE;
ALTER TABLE core.occupation ADD COLUMN wage_p25 DOUBLE;
ALTER TABLE core.occupation ADD COLUMN wage_p75 DOUBLE;
ALTER TABLE core.occupation ADD COLUMN wage_p90 DOUBLE;
ALTER TABLE core.occupation ADD COLUMN wage_open_from SMALLINT;
ALTER TABLE core.occupation ADD COLUMN wage_at_least DOUBLE;
