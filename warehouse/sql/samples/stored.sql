-- What each posting of an imported census says, as a fingerprint.
SELECT posting_id, raw_hash FROM core.posting WHERE platform = $platform;
