"""Typed results as a page, CSV files, terminal text and Markdown; the same number is worded the same in all four."""
