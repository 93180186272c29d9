"""What has changed since I started? Two windows of four weeks at the same boards: demand, pay, skills, work, titles."""

import datetime as dt
from typing import Any

import duckdb
import msgspec
import polars as pl

from warehouse import advertised_pay
from warehouse.answers.person import NOTHING_YET, NoAnswerYet, Person
from warehouse.measures import index
from warehouse.measures.advertised import Adverts, median_change, quantiles
from warehouse.measures.estimate import Estimate, counted
from warehouse.measures.skills import MIN_MENTIONS
from warehouse.skills import changed
from warehouse.store import sql

WINDOW = dt.timedelta(days=28)


class PayChange(msgspec.Struct, frozen=True, kw_only=True):
    """Median advertised pay of both windows in one currency, at the middles of the ranges, and its relative change."""

    currency: str
    before: Estimate
    now: Estimate
    change: Estimate


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that vacancies name: its share of the described ones in both windows and the change in points."""

    kind: str
    """skill, workplace, seniority, asked, offer, benefit or team."""
    name: str
    share_before: float
    share_now: float
    change: float
    low: float
    high: float
    vacancies_before: int
    """Described vacancies of the window, which the share is of."""
    vacancies_now: int
    employers: int
    is_news: bool
    """Whether the change is more than chance explains (Benjamini-Hochberg at 10 %) and large enough to matter."""


class NewTitle(msgspec.Struct, frozen=True, kw_only=True):
    """A title that nobody had in the earlier window."""

    title: str
    vacancies: int
    employers: int


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """What has changed between two windows of four weeks at the boards that were seen whole in every week of both."""

    asked_from: dt.date | None
    """The day that was asked about, else when the person started; None where they do not say."""
    is_start: bool
    """Whether that is when the person started."""
    restated: str | None
    """Why the earlier window is not the four weeks from `asked_from`, in a sentence."""
    before_start: dt.date
    now_start: dt.date
    now_end: dt.date
    boards: int
    """Those of them that had a posting of the role in either window."""
    openings_before: float
    """On an average day of the window."""
    openings_now: float
    change: Estimate
    employers_before: int
    employers_now: int
    came: tuple[str, ...]
    """Employers with vacancies in the later window only, most first, at most ten."""
    came_count: int
    went: tuple[str, ...]
    went_count: int
    pay: tuple[PayChange, ...]
    vacancies_before: int
    """Described vacancies, which shares of skills and the like are of."""
    vacancies_now: int
    skills_tested: int
    skills: tuple[Moved, ...]
    traits_tested: int
    traits: tuple[Moved, ...]
    titles: tuple[NewTitle, ...]


def since(connection: duckdb.DuckDBPyConnection, person: Person, start: dt.date | None = None) -> Since:
    """What has changed from the four weeks that began on `start` (else when the person started) to the last four.

    Where the boards were not watched then, the earliest four weeks that were are taken and `restated` says so. Raises
    NoAnswerYet where fewer than eight weeks were watched or no board was seen whole throughout.
    """
    asked = start or person.started_on
    before, now, restated = _windows(connection, asked, is_start=start is None)
    parameters = {"role_id": person.role_id, "countries": list(person.countries)}
    try:
        connection.execute(sql("queries/gauge/select_spell"), parameters)
        connection.execute(sql("queries/since/select"), {"before_start": before, "now_start": now})
        return Since(
            asked_from=asked, is_start=asked is not None and start is None, restated=restated, before_start=before,
            now_start=now, now_end=now + WINDOW - dt.timedelta(days=1), **_found(connection, person),
        )  # fmt: skip
    finally:
        connection.execute(sql("queries/gauge/forget"))
        connection.execute(sql("queries/since/forget"))


def _windows(
    connection: duckdb.DuckDBPyConnection, asked: dt.date | None, *, is_start: bool
) -> tuple[dt.date, dt.date, str | None]:
    """The first days of both windows, and why the earlier is not the one that was asked for."""
    found = connection.execute(sql("queries/since/span")).fetchone()
    if found is None or found[0] is None:
        raise NoAnswerYet(NOTHING_YET)
    first, last = found
    now = last - WINDOW + dt.timedelta(days=1)
    if first + WINDOW > now:
        watched = counted((last - first).days + 1, "days")
        raise NoAnswerYet(
            f"The boards have been watched for {watched}. What has changed is told from {2 * WINDOW.days} days on: "
            "four weeks then against four weeks now."
        )
    latest = now - WINDOW
    if asked is None:
        return first, now, "Your profile does not say when you started, so this compares with the first four weeks."
    if asked < first:
        years = (first - asked).days / 365.25
        ago = counted(round(years), "years") if years >= 1.5 else counted(max(1, round(years * 12)), "months")
        what = "You started" if is_start else "The day that you name is"
        return first, now, f"{what} about {ago} before we began to watch; we can look back no further than that."
    if asked > latest:
        what = "You started" if is_start else "The day that you name is"
        late = "less than eight weeks ago" if is_start else "less than eight weeks before the last one"
        return latest, now, f"{what} {late}; this compares with the four weeks before these."
    return asked, now, None


def _found(connection: duckdb.DuckDBPyConnection, person: Person) -> dict[str, Any]:
    boards = connection.execute(sql("queries/since/boards")).pl()
    if boards.is_empty():
        raise NoAnswerYet("No board that was seen in every week of both times had an opening of this role.")
    sizes = connection.execute(sql("queries/since/sizes")).pl()
    skills_tested, skills = _moved(connection, sizes, "skills", role_id=person.role_id)
    traits_tested, traits = _moved(connection, sizes, "traits")
    return {
        "boards": boards.height,
        **_openings(boards),
        **_employers(connection),
        "pay": tuple(_pay(connection)),
        "vacancies_before": int(sizes["before"].sum()),
        "vacancies_now": int(sizes["now"].sum()),
        "skills_tested": skills_tested,
        "skills": _named(connection, skills),
        "traits_tested": traits_tested,
        "traits": traits,
        "titles": tuple(NewTitle(title=row[0], vacancies=row[1], employers=row[2])
                        for row in connection.execute(sql("queries/since/titles")).fetchall()),
    }  # fmt: skip


def _openings(boards: pl.DataFrame) -> dict[str, Any]:
    employer = boards["employer_key"].rank("dense").cast(pl.Int64).to_numpy() - 1
    stock = boards.select("before", "now").cast(pl.Float64).to_numpy()
    return {
        "openings_before": float(stock[:, 0].sum()),
        "openings_now": float(stock[:, 1].sum()),
        "change": index.change(index.Panel(stock, employer), 0, 1),
    }


def _employers(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    rows = connection.execute(sql("queries/since/employers")).fetchall()
    came = [name for name, before, now in rows if now and not before]
    went = [name for name, before, now in rows if before and not now]
    return {
        "employers_before": sum(before > 0 for _, before, _ in rows),
        "employers_now": sum(now > 0 for _, _, now in rows),
        "came": tuple(came[:10]),
        "came_count": len(came),
        "went": tuple(went[:10]),
        "went_count": len(went),
    }


def _pay(connection: duckdb.DuckDBPyConnection) -> list[PayChange]:
    """By currency, most vacancies now first; only currencies that both windows have."""
    before, now = _stated(connection)
    both = sorted(before.keys() & now.keys(), key=lambda currency: (-len(now[currency].minimum), currency))
    return [
        PayChange(
            currency=currency,
            before=quantiles(before[currency])[0.5],
            now=quantiles(now[currency])[0.5],
            change=median_change(before[currency], now[currency]),
        )
        for currency in both
    ]


def _stated(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, Adverts], dict[str, Adverts]]:
    """The adverts that state pay in the two windows, by currency; an employer has one number in both."""
    frames = []
    for period in (0, 1):
        connection.execute("SET VARIABLE since_period = $period", {"period": period})
        connection.execute(sql("queries/since/pay_source"))
        stating = advertised_pay.vacancies(advertised_pay.adverts(connection))
        frames.append(stating.with_columns(period=pl.lit(period)))
    found: tuple[dict[str, Adverts], dict[str, Adverts]] = ({}, {})
    for (_, currency, period), adverts in advertised_pay.groups(pl.concat(frames), "role_id", "pay_currency", "period"):
        found[period][currency] = adverts
    return found


def _moved(
    connection: duckdb.DuckDBPyConnection, sizes: pl.DataFrame, name: str, **parameters: Any
) -> tuple[int, tuple[Moved, ...]]:
    """How many were tested, and what is said of each, the surest news first."""
    cells = connection.execute(sql(f"queries/since/{name}"), {"min_mentions": MIN_MENTIONS, **parameters}).pl()
    if cells.is_empty() or sizes.is_empty():
        return 0, ()
    of_role = (frame.with_columns(role=pl.lit(0)) for frame in (sizes, cells))
    found = [row for _, row in changed(*of_role)]
    rows = sorted(found, key=lambda row: (not row["is_news"], -abs(row["change"]), row["skill_id"]))
    return (rows[0]["skills_tested"] if rows else 0), tuple(map(_one, rows))


def _one(row: dict[str, Any]) -> Moved:
    kind, _, name = row["skill_id"].rpartition(":")
    return Moved(
        kind=kind or "skill", name=name, share_before=row["share_before"], share_now=row["share_now"],
        change=row["change"], low=row["change_low"], high=row["change_high"],
        vacancies_before=row["vacancies_before"], vacancies_now=row["n"], employers=row["unique_employers"],
        is_news=row["is_news"],
    )  # fmt: skip


def _named(connection: duckdb.DuckDBPyConnection, found: tuple[Moved, ...]) -> tuple[Moved, ...]:
    """The same with the names that people know the skills by."""
    ids = [moved.name for moved in found]
    names = dict(connection.execute(sql("queries/since/skill_names"), {"ids": ids}).fetchall())
    return tuple(msgspec.structs.replace(moved, name=names.get(moved.name, moved.name)) for moved in found)
