-- What the figures rest on that look far back, in a few numbers: the answers of the days up to `day`, and of those up to
-- `last_day`; what the postings online were read by; and how many postings were found to be of another role by being read
-- anew.
SELECT
    (SELECT count(*) FROM core.board_day WHERE observed_on <= CAST($day AS DATE)) AS answers_then,
    (SELECT count(*) FROM core.board_day WHERE observed_on <= CAST($last_day AS DATE)) AS answers,
    concat_ws(
        ' ',
        (SELECT count(*) FROM core.role_move WHERE move_reason = 'parser'),
        (SELECT string_agg(match_version, ',') FROM ops.matched),
        min(role_version),
        max(role_version),
        min(employer_version),
        max(employer_version),
        min(pay_version),
        max(pay_version),
        min(skills_version),
        max(skills_version)
    ) AS readers
FROM core.posting
WHERE over_on = DATE '9999-01-01'
