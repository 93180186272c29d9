"""The time in a source's own words: ISO 8601 with or without an offset, or seconds or milliseconds since 1970."""

from functools import cache

import polars as pl

from transform.schema import TIMESTAMP

VERSION: int = 1

_DIGITS = r"^[0-9]{8,16}(?:\.[0-9]{1,9})?$"
_ISO = (
    r"^(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r" ?(?P<zone>[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?$"
)
_FIRST_YEAR = 2000
_LAST_YEAR = 2100
_MILLISECONDS = 100_000_000_000  # a number of seconds from here on would lie past the year 5000
_MICROSECONDS = 100_000_000_000_000


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """When each posting was published, in UTC without a zone; null before 2000 or where the words cannot be read."""
    words = raw[["posted_at"]].select(words=pl.col("posted_at").str.strip_chars())
    parts = words.select("words", pl.col("words").str.extract_groups(_ISO).struct.unnest())
    return parts.select(posted_at=pl.coalesce(_of_iso(), _of_number())).select(_plausible())


@cache
def _plausible() -> pl.Expr:
    time = pl.col("posted_at")
    return pl.when(time.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR, closed="left")).then(time)


@cache
def _of_iso() -> pl.Expr:
    """The time that a date, or a date and time, means; without an offset it is taken for UTC."""
    clock = pl.col("time").fill_null("00:00")
    clock = pl.when(clock.str.len_bytes() == len("00:00")).then(clock + ":00").otherwise(clock)
    fraction = pl.col("fraction").fill_null("0").str.pad_end(6, "0").str.head(6)
    stamp = pl.col("date") + " " + clock + "." + fraction
    local = stamp.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False)
    return local - pl.duration(minutes=_offset_minutes(pl.col("zone")))


def _offset_minutes(zone: pl.Expr) -> pl.Expr:
    """The minutes that the zone is ahead of UTC; 0 where none is given."""
    digits = zone.str.extract(r"^[+-]([0-9]{2}:?[0-9]{0,2})$").str.replace(":", "").str.pad_end(4, "0")
    minutes = digits.str.slice(0, 2).cast(pl.Int64) * 60 + digits.str.slice(2, 2).cast(pl.Int64)
    return (pl.when(zone.str.starts_with("-")).then(-minutes).otherwise(minutes)).fill_null(0)


@cache
def _of_number() -> pl.Expr:
    """The time that lies so many seconds, milliseconds or microseconds after 1970; the size tells which."""
    digits = pl.when(pl.col("words").str.contains(_DIGITS)).then("words")
    number = digits.str.extract(r"^([0-9]+)").cast(pl.Int64, strict=False)
    unit = pl.when(number < _MILLISECONDS).then(1_000_000).when(number < _MICROSECONDS).then(1_000).otherwise(1)
    return (number * unit).cast(TIMESTAMP)
