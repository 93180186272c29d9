-- The boards to load, each with its plan and what was decided about it.
CREATE OR REPLACE TEMP TABLE stage_load AS
SELECT
    p.*,
    d.is_held,
    d.is_trusted,
    d.closed,
    p.complete_before_at IS NULL AS is_first_fetch
FROM stage_plan p JOIN decisions d ON d.board_id = p.board_id;
