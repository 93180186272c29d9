-- Adverts that are always up, each with the reason and the day from which it holds; and when a board dated an advert anew.
CREATE TABLE core.evergreen (
    posting_id VARCHAR NOT NULL,
    evergreen_reason VARCHAR NOT NULL,
    evergreen_on DATE NOT NULL
);

CREATE TABLE core.posting_refresh (
    posting_id VARCHAR NOT NULL,
    refreshed_on DATE NOT NULL,
    posted_before_on DATE NOT NULL,
    text_hash VARCHAR
);

-- The weekly counts are made anew: they leave out more, and know the largest employers and who grew.
DROP TABLE core.role_week;
CREATE TABLE core.role_week (
    role_id VARCHAR NOT NULL,
    week_start DATE NOT NULL,
    active_postings BIGINT NOT NULL,
    observed_postings BIGINT NOT NULL,
    evergreen_postings BIGINT NOT NULL,
    new_postings BIGINT NOT NULL,
    closed_postings BIGINT NOT NULL,
    same_new_postings BIGINT NOT NULL,
    same_reopened_postings BIGINT NOT NULL,
    same_closed_postings BIGINT NOT NULL,
    boards_entered_postings BIGINT NOT NULL,
    boards_left_postings BIGINT NOT NULL,
    unique_employers BIGINT NOT NULL,
    matched_employers BIGINT NOT NULL,
    matched_employers_before BIGINT NOT NULL,
    matched_before DOUBLE NOT NULL,
    matched_after DOUBLE NOT NULL,
    matched_evergreen_before DOUBLE NOT NULL,
    matched_evergreen_after DOUBLE NOT NULL,
    capped_before DOUBLE,
    capped_after DOUBLE,
    compared_employers BIGINT NOT NULL,
    growing_employers DOUBLE NOT NULL
);
INSERT INTO ops.touched SELECT min(observed_on) FROM core.board_day HAVING count(*) > 0;
