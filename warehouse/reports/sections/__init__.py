"""The words of each answer, one file each: typed result in, a section for page, terminal and CSV files out."""
