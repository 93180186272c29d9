-- The adverts that the roles' figures on pay rest on: those within the person's limits.
CREATE OR REPLACE TEMP VIEW pay_source AS
SELECT posting.*, vacancy.vacancy_id
FROM core.posting
JOIN matching_vacancy AS vacancy ON vacancy.posting_id = posting.posting_id
