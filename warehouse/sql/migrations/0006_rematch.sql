-- What must be matched anew, so that a day's matching need not look at every posting.
CREATE TABLE ops.rematch (posting_id VARCHAR NOT NULL);
CREATE TABLE ops.matched (match_version SMALLINT NOT NULL);
