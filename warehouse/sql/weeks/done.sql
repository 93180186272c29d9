-- The counts are those of all that was loaded.
DROP TABLE stage_life;
DROP TABLE stage_role;
DROP TABLE stage_board_week;
DELETE FROM ops.touched;
