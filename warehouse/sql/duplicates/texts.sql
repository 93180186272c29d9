SELECT text_hash, description_text FROM stage_pair_text SEMI JOIN texts_asked USING (text_hash) ORDER BY text_hash;
