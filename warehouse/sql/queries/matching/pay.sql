-- Base pay of each vacancy a year, in its own currencies: of several zones those of the person's own place, else all. A zone
-- is the person's where it names one of their cities, or else a city of the posting in one of their countries, or else
-- one of these countries. On-target pay, pay after tax and implausible pay are none.
CREATE OR REPLACE TEMP TABLE matching_pay AS
WITH stated AS (
    SELECT
        vacancy.posting_id,
        vacancy.pay_currency,
        coalesce(vacancy.pay_flag, '') NOT IN ('on_target', 'net', 'implausible') AS is_base,
        vacancy.pay_min_annual,
        vacancy.pay_max_annual
    FROM matching_vacancy AS vacancy
    WHERE vacancy.is_salaried
),
zone AS (
    SELECT
        stated.posting_id,
        zone.zone_text,
        zone.pay_currency,
        zone.pay_min_annual,
        zone.pay_max_annual
    FROM core.posting_pay AS zone
    JOIN stated ON stated.posting_id = zone.posting_id
    WHERE zone.pay_kind = 'base'
        AND coalesce(zone.pay_flag, '') NOT IN ('on_target', 'net', 'implausible')
        AND coalesce(zone.pay_min_annual, zone.pay_max_annual) IS NOT NULL
    UNION ALL
    SELECT posting_id, NULL AS zone_text, pay_currency, pay_min_annual, pay_max_annual
    FROM stated
    WHERE is_base
        AND coalesce(pay_min_annual, pay_max_annual) IS NOT NULL
        AND posting_id NOT IN (SELECT posting_id FROM core.posting_pay WHERE pay_kind = 'base')
),
several AS (
    SELECT posting_id
    FROM zone
    GROUP BY posting_id
    HAVING count(*) > 1
),
named AS (
    SELECT
        zone.posting_id,
        zone.zone_text,
        min(
            CASE
                WHEN list_contains(CAST($cities AS VARCHAR[]), lower(strip_accents(place.city))) THEN 1
                WHEN list_contains(CAST($countries AS VARCHAR[]), place.country_code) THEN 2
            END
        ) FILTER (contains(lower(strip_accents(zone.zone_text)), lower(strip_accents(place.city)))) AS by_city
    FROM zone
    JOIN several ON several.posting_id = zone.posting_id
    JOIN core.posting_place AS place ON place.posting_id = zone.posting_id
    GROUP BY zone.posting_id, zone.zone_text
),
ranked AS (
    SELECT
        zone.*,
        CASE
            WHEN len(
                list_filter(CAST($cities AS VARCHAR[]), lambda city: contains(lower(strip_accents(zone.zone_text)), city))
            ) > 0 THEN 1
            WHEN named.by_city IS NOT NULL THEN named.by_city
            WHEN regexp_matches(zone.zone_text, CAST($country_words AS VARCHAR)) THEN 3
            ELSE 4
        END AS nearness
    FROM zone
    LEFT JOIN named ON named.posting_id = zone.posting_id AND named.zone_text = zone.zone_text
)
SELECT posting_id, pay_currency, pay_min_annual, pay_max_annual, nearness < 4 AS is_own_zone
FROM ranked
QUALIFY nearness = min(nearness) OVER (PARTITION BY posting_id)
