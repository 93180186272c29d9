-- Consumer prices by country and month, which the person may add.
CREATE TABLE core.consumer_price (
    country_code VARCHAR,
    month DATE NOT NULL,
    price_index DOUBLE NOT NULL,
    price_source VARCHAR NOT NULL
);
