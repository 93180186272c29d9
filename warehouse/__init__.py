"""Where results live and what they answer: DuckDB tables, their history, marts, checks, answers and reports."""
