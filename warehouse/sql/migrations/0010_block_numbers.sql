-- Blocks know their postings by a number instead of the name: a day looks through all of them, some times over.
ALTER TABLE core.posting_block RENAME TO named_block;
CREATE TABLE core.posting_block (
    posting_hash UBIGINT NOT NULL,
    block_kind VARCHAR NOT NULL,
    block_hash UBIGINT NOT NULL
);
INSERT INTO core.posting_block SELECT hash(posting_id), block_kind, block_hash FROM core.named_block;
DROP TABLE core.named_block;
