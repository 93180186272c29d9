-- The day on which an advert was posted, by its source, in the person's time zone: a date is one of the source's; a time is
-- so many days of UTC before the posting was first seen.
CREATE OR REPLACE MACRO core.posted_on(posted_at, first_seen_at, first_seen_on) AS
    CASE
        WHEN posted_at = date_trunc('day', posted_at) THEN CAST(posted_at AS DATE)
        ELSE first_seen_on - CAST(date_diff('day', posted_at, first_seen_at) AS INTEGER)
    END;
-- The day from which an advert's age counts: that on which it was posted, where the source says that believably, else that
-- on which it was first seen.
CREATE OR REPLACE MACRO core.up_since(posted_on, first_seen_on) AS
    CASE WHEN posted_on BETWEEN first_seen_on - 400 AND first_seen_on THEN posted_on ELSE first_seen_on END;
