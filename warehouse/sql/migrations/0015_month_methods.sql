-- A month's sums say by which version of the method they were made; those that are there, by the first.
ALTER TABLE core.role_month ADD COLUMN method_version SMALLINT DEFAULT 1;
ALTER TABLE core.role_month ALTER COLUMN method_version SET NOT NULL;
ALTER TABLE core.role_month ALTER COLUMN method_version DROP DEFAULT;
