-- Which values are known less often of the postings that came in the last week than of those of the four weeks before, by platform?
WITH arrived AS (
    SELECT
        posting.platform,
        spell.first_seen_on > scope.window_end - 7 AS is_late,
        posting.role_id IS NOT NULL AS has_role,
        coalesce(posting.pay_min_annual, posting.pay_max_annual) IS NOT NULL AS has_pay,
        posting.country_code IS NOT NULL AS has_country,
        posting.workplace IS NOT NULL AS has_workplace,
        posting.posted_at IS NOT NULL AS has_day,
        posting.text_hash IS NOT NULL AS has_text
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    CROSS JOIN mart.scope
    WHERE spell.spell_number = 1
        AND NOT spell.is_left_censored
        AND spell.first_seen_on > scope.window_end - 35
),
known AS (
    UNPIVOT arrived
    ON has_role, has_pay, has_country, has_workplace, has_day, has_text
    INTO NAME value_name VALUE is_known
)
SELECT
    platform,
    replace(value_name, 'has_', '') AS value_name,
    avg(CAST(is_known AS INTEGER)) FILTER (NOT is_late) AS share_before,
    avg(CAST(is_known AS INTEGER)) FILTER (is_late) AS share_now,
    share_now - share_before AS change,
    count(*) FILTER (NOT is_late) AS n_before,
    count(*) FILTER (is_late) AS n
FROM known
GROUP BY platform, value_name
HAVING n >= 20 AND n_before >= 20
ORDER BY change, platform, value_name
