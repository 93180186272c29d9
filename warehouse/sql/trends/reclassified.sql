-- The roles whose past weeks came to count otherwise by a twentieth or more, and when that was noticed.
SELECT role_id, week_start, reclassified_on, postings_before, postings_after
FROM core.reclassified
WHERE abs(postings_after - postings_before) >= 0.05 * greatest(postings_before, 1)
