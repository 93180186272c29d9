-- Postings of a sample whose values are to be made: new ones, those that now say something else, and those whose values
-- an older parser made of the same.
SELECT i.posting_id
FROM incoming_newest i
LEFT JOIN (
    SELECT posting_id, raw_hash, last_seen_on,
        (employer_version, role_version, seniority_version, pay_version, place_version, workplace_version,
            employment_version, terms_version, skills_version, text_version)
        <> ($employer, $role, $seniority, $pay, $place, $workplace, $employment, $terms, $skills, $text) AS is_stale
    FROM core.sample_posting
) known ON known.posting_id = i.posting_id
WHERE known.posting_id IS NULL
    OR (known.raw_hash = i.raw_hash AND known.is_stale)
    OR (known.raw_hash <> i.raw_hash AND i.seen_on >= known.last_seen_on);
