-- The spells the answer rests on, in days of the person's time zone: those of the role's postings in the countries
-- asked for. A posting counts where any of its places is in one of them, where it is remote within limits that hold one
-- of them, or where it is remote and names neither a country nor a limit; without countries all count, and no place is
-- looked up.
CREATE OR REPLACE TEMP TABLE gauge_spell AS
WITH own AS MATERIALIZED (
    SELECT posting_id, employer_key, country_code, workplace, remote_scope
    FROM core.posting
    WHERE role_id = $role_id
),
place AS (
    SELECT
        posting_id,
        count(country_code) > 0 AS has_country,
        coalesce(bool_or(list_contains(CAST($countries AS VARCHAR[]), country_code)), FALSE) AS in_country
    FROM core.posting_place
    WHERE posting_id IN (SELECT posting_id FROM own) AND len(CAST($countries AS VARCHAR[])) > 0
    GROUP BY posting_id
),
scope AS (
    SELECT
        area.posting_id,
        coalesce(
            bool_or(
                list_contains(CAST($countries AS VARCHAR[]), coalesce(country_group.country_code, area.area))
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
chosen AS (
    SELECT own.posting_id, own.employer_key
    FROM own
    LEFT JOIN place ON place.posting_id = own.posting_id
    LEFT JOIN scope ON scope.posting_id = own.posting_id
    WHERE len(CAST($countries AS VARCHAR[])) = 0
        OR list_contains(CAST($countries AS VARCHAR[]), own.country_code)
        OR place.in_country
        OR scope.in_scope
        OR (
            own.workplace = 'remote'
            AND own.country_code IS NULL
            AND own.remote_scope IS NULL
            AND NOT coalesce(place.has_country, FALSE)
        )
)
SELECT
    spell.posting_id,
    spell.board_id,
    employer.employer,
    NOT core.is_again(spell.spell_number, vacancy.vacancy_id, vacancy.series_id, vacancy.is_repost)
    AND NOT spell.is_left_censored AS is_new,
    core.is_up(spell.closed_at, spell.last_seen_at) AS is_open,
    spell.last_seen_at,
    spell.first_seen_on AS opened_on,
    spell.closed_on
FROM core.spell
JOIN chosen ON chosen.posting_id = spell.posting_id
LEFT JOIN core.vacancy ON vacancy.posting_id = spell.posting_id
JOIN mart.employer ON employer.employer_key = chosen.employer_key
