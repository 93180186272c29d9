"""What postings mean: pure functions from the source's own words to roles, pay, places; no network or clock."""
