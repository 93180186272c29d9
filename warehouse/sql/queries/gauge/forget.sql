-- The answer's working tables are dropped when it is done.
DROP TABLE IF EXISTS gauge_spell;
DROP TABLE IF EXISTS gauge_posting;
