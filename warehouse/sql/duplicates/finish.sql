DELETE FROM ops.rematch;
DROP TABLE stage_waiting;
DROP TABLE stage_marked;
DROP TABLE stage_extent;
DROP TABLE stage_unsigned;
DROP TABLE stage_signature;
DROP TABLE stage_rule;
