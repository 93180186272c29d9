-- What share of each role's open postings is remote, and of how many is the workplace known at all?
SELECT
    role.role_title,
    sum(mix.n) FILTER (mix.mix_value = 'remote') AS remote_postings,
    coalesce(sum(mix.share) FILTER (mix.mix_value = 'remote'), 0) AS remote_share,
    any_value(mix.coverage) AS workplace_known_share,
    sum(mix.n) AS active_postings
FROM mart.role_mix AS mix
JOIN core.role ON role.role_id = mix.role_id
WHERE mix.mix_kind = 'workplace'
GROUP BY role.role_title
ORDER BY remote_share DESC, role.role_title
