"""Statistics: numbers in, an estimate with its interval and its sample size out; no SQL and no wording."""
