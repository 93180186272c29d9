-- The adverts of one window that figures on pay rest on.
CREATE OR REPLACE TEMP VIEW pay_source AS
SELECT *
FROM since_posting
WHERE period = getvariable('since_period')
