-- The open postings of every role, without what the figures on pay do not need.
CREATE OR REPLACE TEMP VIEW pay_source AS
SELECT posting.*, coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id
FROM core.posting
SEMI JOIN (SELECT posting_id FROM core.spell WHERE closed_at IS NULL) AS up ON up.posting_id = posting.posting_id
LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
