"""The questions a person asks, one file each: published snapshot in, typed result with its evidence out."""
