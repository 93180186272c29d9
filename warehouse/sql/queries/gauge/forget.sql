-- The answer's working tables are dropped when it is done.
DROP VIEW IF EXISTS pay_source;
DROP TABLE IF EXISTS gauge_posting;
DROP TABLE IF EXISTS gauge_spell;
DROP TABLE IF EXISTS gauge_board;
