-- Some of the texts that wait for a signature; what they say is read of these alone.
SELECT text_hash, description_text
FROM core.posting_text
SEMI JOIN (FROM stage_unsigned WHERE number > $after AND number <= $after + $count) s USING (text_hash)
ORDER BY text_hash;
