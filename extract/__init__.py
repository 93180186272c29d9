"""Where postings come from: sources, the one HTTP client, the archive of every response, and a simulated market."""
