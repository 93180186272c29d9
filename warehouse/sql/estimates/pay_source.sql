-- The open postings of every role, without what the figures on pay do not need.
CREATE OR REPLACE TEMP VIEW pay_source AS
FROM stage_online
WHERE is_open
