-- The tables that only making `matching` needs.
DROP TABLE IF EXISTS matching_posting;
DROP TABLE IF EXISTS matching_vacancy;
DROP TABLE IF EXISTS matching_pay;
DROP TABLE IF EXISTS matching_amount;
