-- What the answer speaks of.
SELECT window_start, window_end, panel_id
FROM mart.scope;
