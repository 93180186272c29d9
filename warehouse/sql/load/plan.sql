-- One row a board of the batch: what its load will have to do.
CREATE OR REPLACE TEMP TABLE stage_plan AS
SELECT
    o.board_id,
    o.observed_on,
    o.observed_at,
    o.board_status,
    o.status_reason,
    o.run_id,
    o.counted_in,
    o.earlier_status,
    o.earlier_new,
    o.earlier_reopened,
    o.latest_on,
    o.complete_before_at,
    COALESCE(open.n, 0) AS believed_before,
    COALESCE(seen.n, 0) AS seen,
    COALESCE(seen.new, 0) AS new,
    COALESCE(seen.reopened, 0) AS reopened,
    COALESCE(quarantine.n, 0) AS quarantined,
    COALESCE(changed.n, 0) AS changed,
    COALESCE(absent.n, 0) AS absent,
    COALESCE(absent.confirmed, 0) AS confirmed
FROM stage_observation o
LEFT JOIN (SELECT board_id, count(*) FILTER (is_open AND missing_since_at IS NULL) AS n FROM stage_spell GROUP BY board_id) open
    ON open.board_id = o.board_id
LEFT JOIN (
    SELECT board_id, count(*) AS n, count(*) FILTER (spell_number = 0) AS new,
        count(*) FILTER (spell_number > 0 AND NOT is_open) AS reopened
    FROM stage_seen GROUP BY board_id
) seen ON seen.board_id = o.board_id
LEFT JOIN (SELECT board_id, count(*) AS n FROM incoming_quarantine GROUP BY board_id) quarantine
    ON quarantine.board_id = o.board_id
LEFT JOIN (SELECT board_id, count(*) AS n FROM stage_posting GROUP BY board_id) changed ON changed.board_id = o.board_id
LEFT JOIN (
    SELECT board_id, count(*) FILTER (NOT is_missing) AS n, count(*) FILTER (is_confirmed) AS confirmed
    FROM stage_absent GROUP BY board_id
) absent ON absent.board_id = o.board_id;

SELECT * FROM stage_plan ORDER BY board_id;
