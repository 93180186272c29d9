-- What the shares are made of that must not jump from one publishing to the next: today's, and a week's of each before.
CREATE TABLE ops.share_count (
    counted_on DATE NOT NULL,
    is_current BOOLEAN NOT NULL,
    board_id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    employer_key VARCHAR NOT NULL,
    active_postings BIGINT NOT NULL,
    duplicate_postings BIGINT NOT NULL,
    unclassified_postings BIGINT NOT NULL,
    pay_known_postings BIGINT NOT NULL,
    role_version SMALLINT NOT NULL,
    pay_version SMALLINT NOT NULL,
    text_version SMALLINT NOT NULL,
    employer_version SMALLINT NOT NULL,
    match_version SMALLINT NOT NULL
);
