-- A posting of a sample whose values an older parser made.
SELECT posting_id
FROM core.sample_posting
WHERE platform = $platform
    AND (employer_version, role_version, seniority_version, pay_version, place_version, workplace_version,
        employment_version, terms_version, skills_version, text_version)
    <> ($employer, $role, $seniority, $pay, $place, $workplace, $employment, $terms, $skills, $text)
LIMIT 1;
