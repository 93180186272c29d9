-- The postings the answer rests on: the role's, in the countries asked for. A posting counts where any of its places is
-- in one of them, where it is remote within limits that hold one of them, or where it is remote and names neither a
-- country nor a limit; without countries all count.
CREATE OR REPLACE TEMP TABLE gauge_posting AS
SELECT posting.*
FROM mart.posting
WHERE posting.role_id = $role_id
    AND (
        len(CAST($countries AS VARCHAR[])) = 0
        OR list_contains(CAST($countries AS VARCHAR[]), posting.country_code)
        OR EXISTS (
            SELECT 1
            FROM core.posting_place AS place
            WHERE place.posting_id = posting.posting_id
                AND list_contains(CAST($countries AS VARCHAR[]), place.country_code)
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
                WHERE place.posting_id = posting.posting_id AND place.country_code IS NOT NULL
            )
        )
    )
