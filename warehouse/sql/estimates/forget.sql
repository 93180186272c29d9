-- The working tables of the figures are dropped.
DROP TABLE stage_turn;
DROP TABLE stage_role;
DROP TABLE stage_skill;
DROP TABLE stage_compared;
DROP TABLE stage_named;
DROP TABLE stage_size;
DROP TABLE stage_open;
DROP TABLE stage_online
