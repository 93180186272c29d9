-- The counts of each week, kept so that a day's new data makes anew only the weeks that it changes.
CREATE TABLE core.board_week (
    board_id VARCHAR NOT NULL,
    week_start DATE NOT NULL,
    whole_answers SMALLINT NOT NULL,
    first_whole_on DATE NOT NULL
);

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
    matched_before DOUBLE NOT NULL,
    matched_after DOUBLE NOT NULL,
    matched_evergreen_before DOUBLE NOT NULL,
    matched_evergreen_after DOUBLE NOT NULL
);

CREATE TABLE core.reclassified (
    role_id VARCHAR NOT NULL,
    week_start DATE NOT NULL,
    reclassified_on DATE NOT NULL,
    postings_before BIGINT NOT NULL,
    postings_after BIGINT NOT NULL
);

CREATE TABLE ops.touched (touched_on DATE NOT NULL);
INSERT INTO ops.touched SELECT min(observed_on) FROM core.board_day HAVING count(*) > 0;
