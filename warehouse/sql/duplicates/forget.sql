-- What other rules made of the postings is forgotten: each is then one that was never matched.
DELETE FROM core.posting_key;
DELETE FROM core.posting_match;
DELETE FROM core.vacancy;
DELETE FROM ops.matched;
INSERT INTO ops.matched SELECT match_version, signature_version FROM stage_rule;
