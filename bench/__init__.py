"""Benchmarks on the captured boards: `python -m bench`. Nothing here is part of what is installed."""
