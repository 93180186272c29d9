-- Which remote openings for my role may be done from my country, as far as the adverts say where one may live?
-- Yours: the role, the country and the groups of countries that it is in. "unknown" is worth asking about.
WITH mine AS (SELECT 'data_engineer' AS role_id, 'US' AS country_code, ['NORAM', 'WORLD'] AS country_groups),

remote AS (
    SELECT
        posting.*,
        string_split(posting.remote_scope, ',') AS scopes
    FROM mart.posting
    WHERE posting.is_open AND posting.workplace = 'remote'
)

SELECT
    coalesce(remote.remote_scope, 'unknown') AS remote_scope,
    remote.title,
    remote.employer,
    remote.location_text,
    remote.pay_min_annual,
    remote.pay_currency,
    remote.url
FROM remote
JOIN mine ON mine.role_id = remote.role_id
WHERE
    list_contains(remote.scopes, mine.country_code)
    OR list_has_any(remote.scopes, mine.country_groups)
    OR (remote.remote_scope IS NULL AND coalesce(remote.country_code, mine.country_code) = mine.country_code)
ORDER BY remote.remote_scope IS NULL, remote.employer, remote.title, remote.url
