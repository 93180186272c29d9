-- What other rules made of the postings is forgotten: each is then one that was never matched. Signatures of this version
-- are kept until they are asked for.
CREATE OR REPLACE TEMP TABLE stage_signature AS
SELECT text_hash, any_value(band_hashes) AS band_hashes
FROM core.posting_key
WHERE text_hash IS NOT NULL AND EXISTS (FROM ops.matched SEMI JOIN stage_rule USING (signature_version))
GROUP BY text_hash;
DELETE FROM core.posting_key;
DELETE FROM core.posting_match;
-- The weeks since the first that was put up anew are counted anew.
INSERT INTO ops.touched
SELECT min(life.first_seen_on)
FROM core.spell life
SEMI JOIN (FROM core.vacancy WHERE series_id <> vacancy_id OR is_repost) again ON again.posting_id = life.posting_id
HAVING count(*) > 0;
DELETE FROM core.vacancy;
DELETE FROM ops.matched;
INSERT INTO ops.matched SELECT match_version, signature_version FROM stage_rule;
