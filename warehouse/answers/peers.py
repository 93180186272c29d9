"""The peers of an advert, open vacancies of its role: what share of them states each fact, and where it stands out."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import msgspec
import numpy as np
import polars as pl

from transform import facts as reader
from warehouse.answers import hurdle
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.shares import clustered_share
from warehouse.store import sql

MOST, MOST_OF_ONE = 500, 25
"""At most so many peers' texts are read, and so many of one employer: as many more would tell little more."""
FLOOR = Floor(n=30, employers=5, unit="described peers")
"""The fewest peers that an advert is compared with."""
_DEGREE = pl.Schema({"degree": pl.String, "degree_need": pl.String})
RARE = 0.1
"""What at most this share of peers has, or exceeds, is called unusual."""
_NO_BASE = ("implausible", "on_target", "net")


class Unusual(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in which the advert can stand out, and where it stands among peers; refused below the floor."""

    measure: str
    """pay_middle, pay_range, years, required_skills, words, facts_stated, age_days; or degree, workplace, contract."""
    value: float | None = None
    text: str | None = None
    """The value where it is no number."""
    low: float | None = None
    """The lowest tenth of peers, the middle one, the highest tenth; None where the value is no number."""
    middle: float | None = None
    high: float | None = None
    share: float | None = None
    """The share of peers at least as far out on the same side, or of the same value where it is no number."""
    side: str = ""
    """high or low."""
    n: int
    """Peers that say it."""
    is_unusual: bool = False


class Peers:
    """The other open vacancies of a role (`frame`), and of some of them the texts (`texts`) and facts (`read`)."""

    def __init__(
        self, frame: pl.DataFrame, texts: pl.DataFrame, *, is_here: bool, country_code: str | None,
        role_family: str | None = None,
    ) -> None:  # fmt: skip
        """Read the facts of the texts; `role_family` names it where they are of the whole family."""
        self.role_family = role_family
        self.open = frame.height
        self.country_code = country_code if is_here else None
        self.frame = frame.filter(pl.col("country_code") == country_code) if is_here else frame
        self.texts = texts
        self.n, self.employers = texts.height, texts["employer_key"].n_unique()
        self.coverage = self.n / self.frame.height if self.frame.height else None
        self.refusal = FLOOR.refusal(self.n, self.employers)
        advert = [pl.col(name).cast(dtype) for name, dtype in reader.ADVERT.items()]
        self.read = reader.parse(texts.select(advert))

    def shares(self) -> dict[str, Estimate]:
        """The share of peers that state each fact, with its interval; refused below the floor."""
        ids = reader.facts()["fact_id"].to_list()
        if self.refusal:
            return {fact: refused("wilson_clustered", self.refusal, self.n, self.employers) for fact in ids}
        employer = self.texts.select(employer=pl.col("employer_key").rank("dense") - 1).to_series().to_numpy()
        sizes = np.bincount(employer).astype(np.float64)
        stated = self.read.with_columns(is_stated=pl.col("status") == "stated").sort("row")
        flags = stated.partition_by("fact_id", as_dict=True)
        return {
            fact: clustered_share(np.bincount(employer, flags[fact,]["is_stated"].to_numpy()).astype(np.float64), sizes)
            for fact in ids
        }

    def stated_counts(self) -> tuple[float, float, float] | None:
        """How many facts peers state: lowest tenth, middle, highest tenth; None below the floor."""
        if self.refusal:
            return None
        low, middle, high = np.quantile(self._stated().to_numpy(), [0.1, 0.5, 0.9])
        return float(low), float(middle), float(high)

    def _stated(self) -> pl.Series:
        counted = self.read.group_by("row").agg(stated=(pl.col("status") == "stated").sum()).sort("row")
        return counted["stated"].cast(pl.Float64)

    def skill_shares(self, skill_ids: Sequence[str]) -> dict[str, float]:
        """The share of the read peers that name each of the skills; empty below the floor."""
        if self.refusal:
            return {}
        named = self.texts.select(pl.col("skill_ids").explode()).to_series().drop_nulls()
        counts = dict(named.value_counts().iter_rows())
        return {skill: counts.get(skill, 0) / self.n for skill in skill_ids}

    def unusual(self, told: pl.DataFrame, age_days: int | None, stated: int) -> tuple[Unusual, ...]:
        """Where the advert, one row as queries/posting/told has it, stands among peers in what it says."""
        if self.refusal:
            return ()
        row = told.row(0, named=True)
        found = [*self._numbers(row, told, age_days, stated), *self._words(row)]
        return tuple(sorted(found, key=lambda one: (not one.is_unusual, one.share or 0.0)))

    def _numbers(self, row: dict[str, Any], told: pl.DataFrame, age_days: int | None, stated: int) -> Iterator[Unusual]:
        currency = pl.lit(row["pay_currency"], pl.String)
        paid = self.frame.filter((pl.col("pay_currency") == currency).fill_null(value=False))
        for measure, frame, value in (("pay_middle", paid, _middle()), ("pay_range", self.frame, _range())):
            yield from _placed(measure, _value(told, value), _clean(frame).select(value).to_series())
        yield from _placed("years", row["years_min"], self.frame["years_min"])
        yield from _placed("required_skills", row["required_skills"], self.texts["required_skills"])
        yield from _placed("words", _value(told, _words()), self.texts.select(_words()).to_series())
        yield from _placed("facts_stated", stated, self._stated())
        yield from _placed("age_days", age_days, self.frame["age_days"])

    def _words(self, row: dict[str, Any]) -> Iterator[Unusual]:
        own = pl.DataFrame({name: [row[name]] for name in ("degree", "degree_need")}, schema=_DEGREE)
        degree = own.select(hurdle.degree_asked()).item()
        yield from _same("degree", degree, self.frame.select(hurdle.degree_asked()).to_series())
        yield from _same("workplace", row["workplace"], self.frame["workplace"])
        yield from _same("contract", row["employment_type"], self.frame["employment_type"])


def select(connection: duckdb.DuckDBPyConnection, role_id: str, told: pl.DataFrame, as_of: dt.date) -> Peers:
    """The peers of the advert `told`: of its role, where too few are described of its family.

    Of these those of its country, where enough of them are described.
    """
    series = told["series_id"].item() if "series_id" in told.columns else None
    country = told["country_code"].item()
    try:
        family = None
        frame = _open(connection, [role_id], series, as_of)
        if _refusal(frame):
            related = connection.execute(sql("queries/posting/family"), {"role_id": role_id}).fetchall()
            wider = _open(connection, [role for role, _ in related], series, as_of)
            is_wider = _refusal(wider) is None
            family = related[0][1] if is_wider else None
            frame = wider if is_wider else _open(connection, [role_id], series, as_of)
        is_here = _refusal(frame.filter(pl.col("country_code") == pl.lit(country, pl.String))) is None
        limits = {"country_code": country if is_here else None, "most": MOST, "most_of_one": MOST_OF_ONE}
        connection.execute(sql("queries/posting/chosen"), limits)
        texts = connection.execute(sql("queries/posting/texts"), {"tool_kinds": list(reader.TOOL_KINDS)}).pl()
    finally:
        connection.execute(sql("queries/posting/forget"))
    return Peers(frame, texts, is_here=is_here, country_code=country, role_family=family)


def _open(
    connection: duckdb.DuckDBPyConnection, roles: Sequence[str], series: str | None, as_of: dt.date
) -> pl.DataFrame:
    """The other open vacancies of some roles; leaves them in the TEMP table `peer`."""
    limits = {"roles": list(roles), "series_id": series, "as_of": as_of}
    connection.execute(sql("queries/posting/peers"), limits)
    return connection.execute("SELECT * EXCLUDE (title, pay_text) FROM peer").pl()


def _refusal(frame: pl.DataFrame) -> str | None:
    """Why some vacancies are too few to compare an advert with; None where they are not."""
    described = frame.filter(pl.col("text_hash").is_not_null())
    return FLOOR.refusal(described.height, described["employer_key"].n_unique())


def _clean(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(~pl.col("pay_flag").fill_null("").is_in(_NO_BASE))


def _middle() -> pl.Expr:
    return ((pl.col("pay_min_annual") + pl.col("pay_max_annual")) / 2).alias("value")


def _range() -> pl.Expr:
    return (pl.col("pay_max_annual") / pl.col("pay_min_annual") - 1).alias("value")


def _words() -> pl.Expr:
    return pl.col("description_text").str.count_matches(r"\S+").alias("value")


def _value(told: pl.DataFrame, value: pl.Expr) -> float | None:
    clean = _clean(told).select(value).to_series()
    found: float | None = clean.item() if len(clean) else None
    return found


def _placed(measure: str, value: float | None, peers: pl.Series) -> Iterator[Unusual]:
    """Where a number lies among the peers'; nothing where the advert has none."""
    if value is None:
        return
    known = peers.drop_nulls().cast(pl.Float64)
    if len(known) < FLOOR.n:
        return
    low, middle, high = np.quantile(known.to_numpy(), [0.1, 0.5, 0.9])
    side = "high" if value >= middle else "low"
    beyond = (known >= value) if side == "high" else (known <= value)
    share = float(beyond.sum()) / len(known)
    yield Unusual(
        measure=measure, value=float(value), low=float(low), middle=float(middle), high=float(high), share=share,
        side=side, n=len(known), is_unusual=bool(share <= RARE and value != middle),
    )  # fmt: skip


def _same(measure: str, value: str | None, peers: pl.Series) -> Iterator[Unusual]:
    """How many peers say the same; nothing where the advert does not say."""
    known = peers.drop_nulls()
    if value is None or len(known) < FLOOR.n:
        return
    share = float((known == value).sum()) / len(known)
    yield Unusual(measure=measure, text=value, share=share, n=len(known), is_unusual=share <= RARE)
