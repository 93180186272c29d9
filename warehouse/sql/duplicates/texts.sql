SELECT text_hash, description_text FROM core.posting_text SEMI JOIN texts_asked USING (text_hash) ORDER BY text_hash;
