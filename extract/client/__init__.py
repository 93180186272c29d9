"""The one place that opens a socket.

`Client.get` hands back one whole `Answer`, of whatever status, or raises one of these, each with a reason in plain
words and without any secret of the URL:

    FetchError
      DeadlineExceeded   the answer did not end in time
      TooLarge           the body, once unpacked, is over the limit
      Refused            the rules forbid it: scheme, private address, redirects, a packing not asked for
      Unreachable        no connection, or it broke before an answer came
      BadEncoding        the body was cut, or is damaged
      GivenUp            the host failed too often in this run, or asked to wait longer than we are willing to
"""

from extract.client.answer import Answer
from extract.client.client import Client
from extract.client.errors import (
    BadEncoding,
    DeadlineExceeded,
    FetchError,
    GivenUp,
    Refused,
    TooLarge,
    Unreachable,
)
from extract.client.pacing import Pacing

__all__ = [
    "Answer",
    "BadEncoding",
    "Client",
    "DeadlineExceeded",
    "FetchError",
    "GivenUp",
    "Pacing",
    "Refused",
    "TooLarge",
    "Unreachable",
]
