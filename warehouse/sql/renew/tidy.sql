-- Texts that no posting and no version has any more: an older parser's reading of what is read better now.
DELETE FROM core.posting_text
WHERE text_hash NOT IN (
    SELECT text_hash FROM core.posting WHERE text_hash IS NOT NULL
    UNION SELECT text_hash FROM core.posting_version WHERE text_hash IS NOT NULL
    UNION SELECT text_hash FROM core.sample_posting WHERE text_hash IS NOT NULL
);
