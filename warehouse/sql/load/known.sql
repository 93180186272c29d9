-- Postings of some boards whose values were made by today's parsers from a record with this fingerprint.
SELECT posting_id, raw_hash FROM core.posting
WHERE board_id IN (SELECT unnest($board_ids))
    AND (employer_version, role_version, seniority_version, pay_version, place_version, workplace_version,
        employment_version, terms_version, skills_version, text_version)
    = ($employer, $role, $seniority, $pay, $place, $workplace, $employment, $terms, $skills, $text);
