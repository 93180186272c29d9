-- The matches that join postings, of all that are or were joined with one that was matched anew, directly or by others:
-- no other vacancy can be another now.
CREATE OR REPLACE TEMP TABLE stage_joined AS
WITH RECURSIVE edge AS MATERIALIZED (
    SELECT posting_id, other_id FROM core.posting_match WHERE match_kind IN ('same', 'places', 'repost')
    UNION ALL
    SELECT posting_id, other_id FROM incoming_matches WHERE match_kind IN ('same', 'places', 'repost')
),
way AS MATERIALIZED (SELECT posting_id, other_id FROM edge UNION ALL SELECT other_id, posting_id FROM edge),
joined AS (
    SELECT posting_id FROM stage_dirty
    UNION
    SELECT way.other_id FROM joined JOIN way ON way.posting_id = joined.posting_id
)
FROM joined;

-- The later of two has its matches anew.
CREATE OR REPLACE TEMP TABLE stage_match AS
SELECT * FROM incoming_matches
UNION ALL
SELECT m.* FROM core.posting_match m
SEMI JOIN stage_joined j ON j.posting_id = m.posting_id
ANTI JOIN stage_dirty d ON d.posting_id = m.posting_id;

SELECT * FROM stage_match WHERE match_kind IN ('same', 'places', 'repost') ORDER BY posting_id, other_id;
