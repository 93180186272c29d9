-- Some of the texts that wait for a signature; what they say is read of these alone.
SELECT p.text_hash, p.description_text
FROM core.posting_text p
SEMI JOIN (FROM stage_unsigned WHERE number > $after AND number <= $after + $count) s ON s.row_number = p.rowid
ORDER BY p.text_hash;
