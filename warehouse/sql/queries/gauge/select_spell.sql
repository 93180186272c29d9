-- The spells the answer rests on, in days of the person's time zone: those of the role's postings in the countries
-- asked for. A posting counts where any of its places is in one of them, where it is remote within limits that hold one
-- of them, or where it is remote and names neither a country nor a limit; without countries all count, and no place is
-- looked up.
CREATE OR REPLACE TEMP TABLE gauge_spell AS
WITH own AS (
    SELECT posting_id, employer_key, country_code, workplace, remote_scope
    FROM core.posting
    WHERE role_id = $role_id
),
chosen AS (
    SELECT posting.posting_id, posting.employer_key
    FROM own AS posting
    WHERE len(CAST($countries AS VARCHAR[])) = 0
        OR list_contains(CAST($countries AS VARCHAR[]), posting.country_code)
        OR EXISTS (
            SELECT 1
            FROM core.posting_place AS place
            WHERE place.posting_id = posting.posting_id
                AND list_contains(CAST($countries AS VARCHAR[]), place.country_code)
                AND len(CAST($countries AS VARCHAR[])) > 0
        )
        OR (
            posting.workplace = 'remote'
            AND EXISTS (
                SELECT 1
                FROM (SELECT unnest(string_split(posting.remote_scope, ',')) AS area) AS scope
                LEFT JOIN core.country_group ON country_group.country_group = scope.area
                WHERE list_contains(
                    CAST($countries AS VARCHAR[]), coalesce(country_group.country_code, scope.area)
                )
            )
        )
        OR (
            posting.workplace = 'remote'
            AND posting.country_code IS NULL
            AND posting.remote_scope IS NULL
            AND NOT EXISTS (
                SELECT 1
                FROM core.posting_place AS place
                WHERE place.posting_id = posting.posting_id
                    AND place.country_code IS NOT NULL
                    AND len(CAST($countries AS VARCHAR[])) > 0
            )
        )
)
SELECT
    spell.posting_id,
    spell.board_id,
    employer.employer,
    spell.spell_number = 1 AND NOT spell.is_left_censored AS is_new,
    spell.closed_at IS NULL AS is_open,
    spell.first_seen_on AS opened_on,
    spell.closed_on
FROM core.spell
JOIN chosen ON chosen.posting_id = spell.posting_id
JOIN mart.employer ON employer.employer_key = chosen.employer_key
