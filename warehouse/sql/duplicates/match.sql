-- All matches as they are now: those of postings that were matched anew, and the others as they were.
CREATE OR REPLACE TEMP TABLE stage_match AS
SELECT * FROM incoming_matches
UNION ALL
SELECT m.* FROM core.posting_match m
ANTI JOIN stage_dirty a ON a.posting_id = m.posting_id
ANTI JOIN stage_dirty b ON b.posting_id = m.other_id;

SELECT * FROM stage_match WHERE match_kind IN ('same', 'places', 'repost') ORDER BY posting_id, other_id;
