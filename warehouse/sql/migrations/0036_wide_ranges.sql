-- Whether a pay range is so wide, more than 80 % of its middle, that the middle says little: as pay_rules.is_wide in transform.
CREATE OR REPLACE MACRO core.is_wide(pay_min, pay_max) AS 3 * pay_max > 7 * pay_min;
