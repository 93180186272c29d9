DELETE FROM core.text_signature WHERE signature_version <> (SELECT signature_version FROM stage_rule);
DELETE FROM ops.rematch;
DROP TABLE stage_waiting;
DROP TABLE stage_marked;
DROP TABLE stage_extent;
DROP TABLE stage_text;
DROP TABLE stage_unsigned;
DROP TABLE stage_rule;
