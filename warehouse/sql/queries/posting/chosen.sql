-- The peers whose texts are read: the newest, of each employer at most $most_of_one, in the advert's country where
-- $country_code says so. Newest, as texts that came together lie together in the file and are read at once.
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT *
FROM peer
WHERE text_hash IS NOT NULL AND ($country_code IS NULL OR country_code = $country_code)
QUALIFY row_number() OVER (PARTITION BY employer_key ORDER BY first_seen_on DESC, vacancy_id) <= $most_of_one
ORDER BY first_seen_on DESC, vacancy_id
LIMIT $most;
