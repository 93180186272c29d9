-- The answers that show what an older parser made: the last one with a posting, for its current values, and the one
-- that began a version, for what the version says.
WITH current AS (
    SELECT posting.posting_id, posting.board_id, max(spell.last_seen_at) AS observed_at
    FROM core.posting JOIN core.spell ON spell.posting_id = posting.posting_id
    WHERE (employer_version, role_version, seniority_version, pay_version, place_version, workplace_version,
        employment_version, terms_version, skills_version, text_version)
        <> ($employer, $role, $seniority, $pay, $place, $workplace, $employment, $terms, $skills, $text)
    GROUP BY posting.posting_id, posting.board_id
),
earlier AS (
    SELECT version.posting_id, posting.board_id, version.seen_from_at AS observed_at
    FROM core.posting_version version JOIN core.posting ON posting.posting_id = version.posting_id
    WHERE (version.pay_version, version.text_version) <> ($pay, $text)
)
SELECT board_id, observed_at, list(DISTINCT posting_id) AS postings
FROM (SELECT * FROM current UNION ALL SELECT * FROM earlier)
GROUP BY board_id, observed_at
ORDER BY board_id, observed_at;
