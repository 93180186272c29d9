-- A kept gauge says among which roles it ranks. Of earlier days that is not known.
ALTER TABLE core.role_gauge_line ADD COLUMN siblings_are VARCHAR;
