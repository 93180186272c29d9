-- The tables that only this answer needs.
DROP TABLE IF EXISTS chosen;
DROP TABLE IF EXISTS peer;
