"""The few ways in which a fetch ends without an answer; the tree is drawn in `extract.client`."""


class FetchError(Exception):
    """A fetch that brought no whole answer; its text is the reason, fit for a report."""


class DeadlineExceeded(FetchError):
    """The answer did not end in time."""


class TooLarge(FetchError):
    """The body, once unpacked, is over the limit."""


class Refused(FetchError):
    """The rules forbid it: scheme, private address, redirects, a packing that was not asked for."""


class Unreachable(FetchError):
    """No connection, or it broke before an answer came."""


class BadEncoding(FetchError):
    """The body was cut, or is damaged."""


class GivenUp(FetchError):
    """The host failed too often in this run, or asked to wait longer than we are willing to."""
