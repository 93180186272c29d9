-- Some texts of postings that have no signature of this version; what they say is read of these alone.
SELECT text_hash, description_text
FROM core.posting_text
WHERE text_hash IN (
    SELECT t.text_hash
    FROM core.posting_text t
    ANTI JOIN (SELECT text_hash FROM core.text_signature WHERE signature_version = $version) s ON s.text_hash = t.text_hash
    ORDER BY t.text_hash
    LIMIT $count
)
ORDER BY text_hash;
