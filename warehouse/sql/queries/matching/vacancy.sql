-- One posting for each vacancy that has one inside the limits: where it can be, the one that the vacancy is named after.
CREATE OR REPLACE TEMP TABLE matching_vacancy AS
SELECT *
FROM matching_posting
WHERE coalesce(is_place, TRUE) AND coalesce(is_workplace, TRUE)
QUALIFY row_number() OVER (
    PARTITION BY vacancy_id
    ORDER BY is_place IS NULL, is_workplace IS NULL, posting_id <> vacancy_id, posting_id
) = 1
