"""Lets pandas in for the one library that needs it; to all else it is marked as absent (see `warehouse.store`)."""

import sys


def open_door() -> None:
    """Let the next import of pandas, or of a library that rests on it, find it."""
    if sys.modules.get("pandas", sys) is None:
        del sys.modules["pandas"]
