"""What the value parsers share about regular expressions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, wraps
from typing import ParamSpec, TypeVar

KEPT = 32
"""How many regular expressions Polars keeps in each thread, so that they need not be built anew."""

P = ParamSpec("P")
R = TypeVar("R")


def in_ascii(pattern: str) -> str:
    r"""The pattern with ASCII's `\b`, `\w` and `\d` in place of Unicode's.

    They are some twenty times cheaper to build, and need no slower engine in texts with typographic quotes. A word that
    begins or ends with another letter than a to z must not stand beside a `\b`.
    """
    return pattern.replace(r"\b", r"(?-u:\b)").replace(r"\w", "[0-9A-Za-z_]").replace(r"\d", "[0-9]")


def in_own_thread(function: Callable[P, R]) -> Callable[P, R]:
    """The same function, run in a thread of its own, where the regular expressions that it builds are kept.

    To build those of pay takes ten times as long as to read an advert with them, and Polars keeps only the last `KEPT`
    of a thread. So such a function has no more of them than that, and works with `select_seq` and the like, which stay
    in their thread. Two calls of it wait for each other; it must not call itself.
    """

    @cache
    def own() -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, thread_name_prefix=function.__qualname__)

    @wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        return own().submit(function, *args, **kwargs).result()

    return inner
