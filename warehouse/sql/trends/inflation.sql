-- The change of consumer prices over `months` months, in logarithms, by country: up to the newest month that is there, if
-- it is no more than three months old.
SELECT
    later.country_code,
    ln(arg_max(later.price_index / earlier.price_index, later.month)) AS inflation
FROM core.consumer_price AS later
JOIN core.consumer_price AS earlier
    ON earlier.country_code = later.country_code
    AND earlier.month = later.month - to_months(getvariable('months'))
WHERE later.month BETWEEN date_trunc('month', getvariable('last_day')) - INTERVAL 3 MONTH AND getvariable('last_day')
GROUP BY later.country_code
