-- The skills that an imported sample's postings name, a source and role. Postings seen in the 365 days, or as many as there
-- are, that end with the source's last day. A search repeats postings that match its words, so these are no shares of what
-- is advertised.
WITH span AS (
    SELECT
        platform, greatest(min(first_seen_on), max(last_seen_on) - 364) AS first_day, max(last_seen_on) AS last_day
    FROM core.sample_posting
    GROUP BY platform
),
seen AS (
    SELECT
        posting.platform,
        posting.posting_id,
        posting.role_id,
        posting.employer_key,
        posting.text_hash,
        span.first_day,
        span.last_day
    FROM core.sample_posting AS posting
    JOIN span ON span.platform = posting.platform
    WHERE posting.role_id IS NOT NULL AND posting.last_seen_on >= span.first_day
),
described AS (
    SELECT
        platform,
        role_id,
        any_value(first_day) AS first_day,
        any_value(last_day) AS last_day,
        count(*) AS postings,
        count(text_hash) AS n
    FROM seen
    GROUP BY platform, role_id
),
asked AS (
    SELECT
        seen.platform,
        seen.role_id,
        mention.skill_id,
        count(DISTINCT seen.posting_id) AS asking_postings,
        count(DISTINCT seen.employer_key) AS unique_employers
    FROM core.posting_skill AS mention
    JOIN seen ON seen.posting_id = mention.posting_id
    WHERE seen.text_hash IS NOT NULL
    GROUP BY seen.platform, seen.role_id, mention.skill_id
)
SELECT
    asked.platform,
    asked.role_id,
    asked.skill_id,
    skill.skill_name,
    skill.skill_kind,
    asked.asking_postings,
    asked.unique_employers,
    asked.asking_postings / described.n AS share,
    described.first_day AS window_start,
    described.last_day AS window_end,
    described.n,
    described.n / described.postings AS coverage,
    'sample:' || asked.platform AS panel_id,
    CAST(1 AS SMALLINT) AS method_version
FROM asked
JOIN described ON described.platform = asked.platform AND described.role_id = asked.role_id
JOIN core.skill ON skill.skill_id = asked.skill_id
WHERE asked.unique_employers >= 3
