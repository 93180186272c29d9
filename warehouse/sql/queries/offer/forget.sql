-- The tables that an answer on an offer makes.
DROP TABLE IF EXISTS matching;
DROP TABLE IF EXISTS matching_skill;
DROP TABLE IF EXISTS comparable;
DROP TABLE IF EXISTS arrival;
