-- Some texts of postings that have no signature of this version.
SELECT t.text_hash, t.description_text
FROM core.posting_text t
ANTI JOIN (SELECT text_hash FROM core.text_signature WHERE signature_version = $version) s ON s.text_hash = t.text_hash
ORDER BY t.text_hash
LIMIT $count;
