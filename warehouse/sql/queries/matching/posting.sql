-- The postings of the person's roles that are open or, where a day is given, were first seen since then, and how each
-- stands to the person's limits: TRUE inside, FALSE outside, NULL where the posting does not say. A posting is in a
-- country where any of its places is, where it is remote within limits that hold the country, or where it is remote and
-- names neither a country nor a limit. Work that is remote is in every city. Without limits all is inside, and no place is
-- looked up.
CREATE OR REPLACE TEMP TABLE matching_posting AS
WITH own AS (
    SELECT *
    FROM core.posting
    WHERE role_id IN (SELECT unnest(CAST($roles AS VARCHAR[])))
        AND posting_id IN (
            SELECT posting_id
            FROM core.spell
            WHERE core.is_up(closed_at, last_seen_at) OR first_seen_on >= CAST($since AS DATE)
        )
),
life AS (
    SELECT
        spell.posting_id,
        min(spell.first_seen_on) AS first_seen_on,
        bool_or(spell.is_left_censored AND spell.spell_number = 1) AS is_left_censored,
        core.is_opened(
            spell.is_left_censored AND spell.spell_number = 1,
            core.is_again(spell.spell_number, vacancy.vacancy_id, vacancy.series_id, vacancy.is_repost)
        ) AS is_opened,
        coalesce(
            bool_and(core.is_again(spell.spell_number, vacancy.vacancy_id, vacancy.series_id, vacancy.is_repost))
                FILTER (spell.closed_at IS NULL),
            FALSE
        ) AS is_again
    FROM core.spell
    LEFT JOIN core.vacancy ON vacancy.posting_id = spell.posting_id
    WHERE spell.posting_id IN (SELECT posting_id FROM own)
    GROUP BY spell.posting_id
),
place AS (
    SELECT
        posting_id,
        count(country_code) > 0 AS has_country,
        coalesce(bool_or(list_contains(CAST($countries AS VARCHAR[]), country_code)), FALSE) AS in_country,
        count(city) > 0 AS has_city,
        -- The one in the person's countries, of cities with one name.
        coalesce(
            bool_or(
                list_contains(CAST($cities AS VARCHAR[]), lower(strip_accents(city)))
                AND (
                    len(CAST($countries AS VARCHAR[])) = 0
                    OR coalesce(list_contains(CAST($countries AS VARCHAR[]), country_code), TRUE)
                )
            ),
            FALSE
        ) AS in_city
    FROM core.posting_place
    WHERE posting_id IN (SELECT posting_id FROM own)
        AND len(CAST($countries AS VARCHAR[])) + len(CAST($cities AS VARCHAR[])) > 0
    GROUP BY posting_id
),
scope AS (
    SELECT
        area.posting_id,
        coalesce(
            bool_or(
                list_contains(CAST($countries AS VARCHAR[]), coalesce(country_group.country_code, area.area))
                OR area.area = 'WORLD'
            ),
            FALSE
        ) AS in_scope
    FROM (
        SELECT posting_id, unnest(string_split(remote_scope, ',')) AS area
        FROM own
        WHERE workplace = 'remote' AND remote_scope IS NOT NULL
    ) AS area
    LEFT JOIN core.country_group ON country_group.country_group = area.area
    GROUP BY area.posting_id
),
placed AS (
    SELECT
        own.posting_id,
        CASE
            WHEN len(CAST($countries AS VARCHAR[])) = 0 THEN TRUE
            WHEN list_contains(CAST($countries AS VARCHAR[]), own.country_code) OR place.in_country THEN TRUE
            WHEN scope.in_scope IS NOT NULL THEN scope.in_scope
            WHEN own.country_code IS NOT NULL OR place.has_country THEN FALSE
            WHEN own.workplace = 'remote' THEN TRUE
        END AS is_country,
        CASE
            WHEN len(CAST($cities AS VARCHAR[])) = 0 OR own.workplace = 'remote' THEN TRUE
            WHEN place.in_city THEN TRUE
            WHEN place.has_city THEN FALSE
        END AS is_city,
        CASE
            WHEN len(CAST($workplaces AS VARCHAR[])) = 0 THEN TRUE
            ELSE list_contains(CAST($workplaces AS VARCHAR[]), own.workplace)
        END AS is_workplace
    FROM own
    LEFT JOIN place ON place.posting_id = own.posting_id
    LEFT JOIN scope ON scope.posting_id = own.posting_id
)
SELECT
    own.posting_id,
    coalesce(vacancy.vacancy_id, own.posting_id) AS vacancy_id,
    coalesce(vacancy.series_id, own.posting_id) AS series_id,
    own.board_id,
    own.employer_key,
    own.title,
    own.role_id,
    own.seniority,
    own.employment_type,
    own.workplace,
    own.country_code,
    own.city,
    own.url,
    own.pay_text,
    own.pay_currency,
    own.pay_min_annual,
    own.pay_max_annual,
    own.pay_flag,
    -- Internships, part-time and volunteer work and contractors' rates are no full year's salary.
    own.seniority IS DISTINCT FROM 'intern'
    AND coalesce(own.employment_type, '') NOT IN ('internship', 'part_time', 'volunteer')
    AND own.pay_segment IS DISTINCT FROM 'contractor'
    AND NOT coalesce(
        own.pay_period = 'hour'
        AND coalesce(own.pay_min_annual / own.pay_min, own.pay_max_annual / own.pay_max) < 30 * 52,
        FALSE
    ) AS is_salaried,
    own.years_min,
    own.degree,
    own.degree_need,
    own.text_hash IS NOT NULL AS is_described,
    life.first_seen_on,
    life.is_left_censored,
    life.is_opened,
    life.is_again,
    placed.is_country AND placed.is_city AS is_place,
    placed.is_workplace
FROM own
JOIN life ON life.posting_id = own.posting_id
JOIN placed ON placed.posting_id = own.posting_id
LEFT JOIN core.vacancy ON vacancy.posting_id = own.posting_id
