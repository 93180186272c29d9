"""How right each normaliser is, on labelled rows that were not looked at while it was built: `make accuracy`."""
