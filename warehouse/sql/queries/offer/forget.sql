-- The tables that an answer on an offer makes.
DROP TABLE IF EXISTS comparable;
DROP TABLE IF EXISTS arrival;
DROP TABLE IF EXISTS matching_posting;
DROP TABLE IF EXISTS matching_vacancy;
DROP TABLE IF EXISTS matching_pay;
DROP TABLE IF EXISTS matching_amount;
