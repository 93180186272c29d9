INSERT INTO stage_signature SELECT text_hash, band_hashes FROM incoming_signatures;
