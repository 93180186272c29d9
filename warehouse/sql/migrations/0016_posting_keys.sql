-- A posting is compared only with those that were online in the weeks before it opened: all that it is matched by, its
-- blocks and the bands of its text too, is kept in one row beside its times.
DROP TABLE core.posting_block;
DROP TABLE core.text_signature;
CREATE TABLE core.posting_key (
    posting_id VARCHAR NOT NULL,
    board_id VARCHAR NOT NULL,
    brand VARCHAR NOT NULL,
    is_agency BOOLEAN NOT NULL,
    requisition_code VARCHAR,
    source_group_id VARCHAR,
    address VARCHAR,
    title VARCHAR NOT NULL,
    title_words VARCHAR NOT NULL,
    written_words VARCHAR[] NOT NULL,
    place_keys VARCHAR[] NOT NULL,
    place_words VARCHAR[] NOT NULL,
    places_hash UBIGINT,
    role_id VARCHAR,
    department VARCHAR,
    titled_seniority VARCHAR,
    years_min SMALLINT,
    text_hash VARCHAR,
    location_text VARCHAR,
    first_seen_at TIMESTAMP NOT NULL,
    gone_at TIMESTAMP NOT NULL,
    matched_hash UBIGINT NOT NULL,
    blocks STRUCT(block_kind VARCHAR, block_hash UBIGINT)[] NOT NULL,
    band_hashes UINTEGER[] NOT NULL,
    seat_number SMALLINT NOT NULL
);
-- Other rules match each posting anew: what the earlier ones made of them need not be kept.
DELETE FROM core.posting_match;
DROP TABLE core.vacancy;
CREATE TABLE core.vacancy (
    posting_id VARCHAR NOT NULL,
    vacancy_id VARCHAR NOT NULL,
    series_id VARCHAR NOT NULL
);
DROP TABLE ops.matched;
CREATE TABLE ops.matched (match_version SMALLINT NOT NULL, signature_version SMALLINT NOT NULL);
-- Most postings that a day asks for have only closed: nothing else of them need be read again.
DROP TABLE ops.rematch;
CREATE TABLE ops.rematch (posting_id VARCHAR NOT NULL, are_values_same BOOLEAN NOT NULL);
