-- The age of an open advert, and whether it may be always up.
SELECT age_days, evergreen_reason, is_stale
FROM mart.posting_flag
WHERE posting_id = $posting_id;
