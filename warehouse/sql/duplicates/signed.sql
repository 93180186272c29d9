DELETE FROM core.text_signature WHERE text_hash IN (SELECT text_hash FROM incoming_signatures);
INSERT INTO core.text_signature SELECT * FROM incoming_signatures;
