"""How does my role stand among its siblings? Four dials, and a verdict only where it survives other ways of adding up.

Tightness is all vacancies of an occupation, whatever their field, for each of its workers, whom the person has added
(OEWS): several adverts of one vacancy count once. Growth is that of the openings in twelve weeks less the field's;
breadth is the effective number of employers; wages are the change of posted pay at the same employers and titles less
the field's.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import duckdb
import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse import pay_trends
from warehouse.measures import composite
from warehouse.measures.composite import Band, Dial
from warehouse.measures.estimate import counted
from warehouse.store import sql

Floats = NDArray[np.float64]

METHOD_VERSION = 5
"""4 since a third holds no more than a third of the roles, and those without a score are not among them; 5 since a pay
range is wide from more than 80 % of its middle on."""
WEEKS = 12
REPLICATES = 1000
WEIGHTS_AT_ONCE = 2_000_000
"""Weights of draws and cells held at once: 16 MB, and as much again for their sums."""
MIN_EMPLOYERS, MIN_POSTINGS, MIN_OPENINGS, MIN_CELLS = 10, 50, 20, 30
"""The floors: of growth (employers and openings at every link), tightness (employers and vacancies of the occupation),
breadth (openings) and wages (matched cells)."""


GROWTH = composite.DIALS.index("growth")
SAMPLED = "with the growth that imported samples show"
FIRST_COMPONENT = "weights of the first component"


class Variation(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the sensitivity table: another reasonable way of adding up, and the verdict that it gives.

    A way that the data do not allow has no verdict and says why; it overturns nothing.
    """

    name: str
    verdict: str | None
    top_share: float | None
    bottom_share: float | None
    refusal: str | None = None


class RoleGauge(msgspec.Struct, frozen=True, kw_only=True):
    """Where a role stands among `siblings` roles of its family (or field), as of `window_end`: those that have a score,
    where the role has one.

    The verdict is high, low or unclear: high where the role is in the top third in at least 80 % of the weightings, and
    in every line of the sensitivity table. `score` is the geometric mean of the dials, 1 to 99. Where fewer than three
    dials can be told, `refusal` says why and there is neither.
    """

    role_id: str
    among: str
    """family or field."""
    siblings: int
    dials: tuple[tuple[str, Dial], ...]
    missing: tuple[tuple[str, str], ...]
    """The dials that cannot be told, each with the reason."""
    score: float | None
    verdict: str | None
    top_share: float | None
    bottom_share: float | None
    variations: tuple[Variation, ...]
    window_start: dt.date
    window_end: dt.date
    n: int
    """The role's openings on the last day."""
    unique_employers: int
    refusal: str | None
    method_version: int


class Openings(NamedTuple):
    """Openings of roles by employer and week: float (employers, roles, weeks) each, and now (employers, roles); and the
    vacancies of all of a role's occupation, whatever the field.
    """

    after: Floats
    before: Floats
    now: Floats
    occupation: Floats


class Market(NamedTuple):
    """What the dials are made of: the roles, which of them are ranked, and the figures of every employer."""

    roles: list[str]
    ranked: list[int]
    among: str
    plain: Openings
    evergreen: Openings
    cells: list[tuple[int, int, float]]
    """Role, employer and log change of pay of each matched cell."""
    workers: Floats | None
    """Workers in each role's occupation, NaN where unknown; None where no employment was added."""
    sampled: Openings | None
    """What imported samples showed, after and before alone, of employers numbered apart; None where there are none."""


def role_gauge(connection: duckdb.DuckDBPyConnection, role_id: str) -> RoleGauge | None:
    """The dials of `role_id` as of the last observed day, with their verdict; None where nothing was ever observed or
    there is no such role.
    """
    span = connection.execute("SELECT min(observed_on), max(observed_on) FROM core.board_day").fetchone()
    known = connection.execute(
        "SELECT count(*) FROM core.role WHERE role_id = $role_id", {"role_id": role_id}
    ).fetchone()
    if span is None or span[1] is None or known == (0,):
        return None
    first_day, last_day = span
    since = last_day - dt.timedelta(days=last_day.weekday() + 7 * WEEKS)
    market = _market(connection, role_id, since, last_day)
    own = market.roles.index(role_id)
    rng = np.random.default_rng(_seed(role_id, last_day))
    counts = _counts(len(market.plain.now), rng)
    values, draws = _values(market, market.plain, None), _values(market, market.plain, counts)
    found = composite.dials(values[0], draws, market.ranked.index(own))
    gauge = RoleGauge(
        role_id=role_id, among=market.among, siblings=len(market.ranked), dials=tuple(found.items()),
        missing=tuple(_missing(market, own, found)), score=None, verdict=None, top_share=None, bottom_share=None,
        variations=(), window_start=max(since, first_day), window_end=last_day, n=int(_now(market)[:, own].sum()),
        unique_employers=int((_now(market)[:, own] > 0).sum()), refusal=None, method_version=METHOD_VERSION,
    )  # fmt: skip
    if len(found) < composite.MIN_DIALS:
        reason = f"{len(found)} of the four dials can be told; a verdict needs {composite.MIN_DIALS}."
        return msgspec.structs.replace(gauge, refusal=reason)
    return _judged(gauge, market, values[0], draws, counts, own)


def _judged(gauge: RoleGauge, market: Market, values: Floats, draws: Floats, counts: Floats, own: int) -> RoleGauge:
    """The gauge with its score, its verdict and the sensitivity table behind it."""
    position = market.ranked.index(own)
    scores = composite.score(composite.percentiles(values))
    siblings = int((~np.isnan(scores)).sum())
    if siblings < composite.MIN_SIBLINGS:
        reason = f"Fewer than {composite.MIN_SIBLINGS} roles have {composite.MIN_DIALS} of the dials."
        return msgspec.structs.replace(gauge, refusal=reason)
    headline = _band(draws, position, gauge)
    variations = dict(_variations(market, values, draws, counts, own, gauge))
    variations[SAMPLED] = _by_samples(market, draws, position, gauge)
    told = {name: found for name, found in variations.items() if isinstance(found, Band)}
    settled = composite.verdict(headline, told)
    return msgspec.structs.replace(
        gauge,
        siblings=siblings,
        score=float(scores[position]),
        verdict=settled.verdict,
        top_share=settled.top_share,
        bottom_share=settled.bottom_share,
        variations=tuple(_line(name, found) for name, found in variations.items()),
    )


def _line(name: str, found: Band | str) -> Variation:
    if isinstance(found, str):
        return Variation(name=name, verdict=None, top_share=None, bottom_share=None, refusal=found)
    return Variation(name=name, verdict=found.verdict, top_share=found.top_share, bottom_share=found.bottom_share)


def _by_samples(market: Market, draws: Floats, position: int, gauge: RoleGauge) -> Band | str:
    """The verdict if growth were that which searches and feeds show, or why that cannot be told, in a sentence.

    Two indices that are never mixed: that of whole boards is the headline's, that of samples only its check.
    """
    if market.sampled is None:
        return "No imported sample has seen its field in these weeks."
    if np.isnan(draws[:, position, GROWTH]).all():
        return "Growth is no dial of it."
    counts = _counts(len(market.sampled.now), np.random.default_rng(_seed(gauge.role_id, gauge.window_end)))
    growth = _growth(market.sampled, counts)[:, market.ranked]
    if np.isnan(growth[:, position]).all():
        return (
            f"In each week the samples must show {MIN_POSTINGS} openings at {MIN_EMPLOYERS} employers, by sources that "
            "were searched in the week before too."
        )
    if (~np.isnan(growth).all(axis=0)).sum() < composite.MIN_SIBLINGS:
        return f"Samples show the growth of fewer than {composite.MIN_SIBLINGS} sibling roles."
    other = draws.copy()
    other[:, :, GROWTH] = growth
    return _band(other, position, gauge)


def _variations(
    market: Market, values: Floats, draws: Floats, counts: Floats, own: int, gauge: RoleGauge
) -> Iterator[tuple[str, Band | str]]:
    """Other reasonable ways of adding up, or why one cannot be made; a verdict that one of them overturns is none."""
    position = market.ranked.index(own)
    is_told = ~np.isnan(values[position])
    for dial, name in enumerate(composite.DIALS):
        if not is_told[dial]:
            continue
        if is_told.sum() <= composite.MIN_DIALS:
            yield f"without {name}", f"{is_told.sum() - 1} dials are left; a verdict needs {composite.MIN_DIALS}."
            continue
        left_out = draws.copy()
        left_out[:, :, dial] = np.nan
        yield f"without {name}", _band(left_out, position, gauge)
    everything = Openings(*(a + b for a, b in zip(market.plain, market.evergreen, strict=True)))
    yield "with evergreen adverts", _band(_values(market, everything, counts), position, gauge)
    largest = int(market.plain.now[:, own].argmax())
    smaller = Openings(*(np.delete(part, largest, axis=0) for part in market.plain))
    others = [(role, employer, growth) for role, employer, growth in market.cells if employer != largest]
    without = market._replace(
        cells=[(role, employer - (employer > largest), growth) for role, employer, growth in others]
    )
    fewer = np.delete(counts, largest, axis=1)
    yield "without the largest employer", _band(_values(without, smaller, fewer), position, gauge)
    weights = composite.first_component_weights(composite.percentiles(values))
    if weights is None:
        yield FIRST_COMPONENT, "Too few roles have every dial, or all are alike in one."
        return
    top, bottom = composite.thirds(composite.score(composite.percentiles(draws), weights))
    yield FIRST_COMPONENT, composite.band(float(top[:, position].mean()), float(bottom[:, position].mean()))


def _band(draws: Floats, position: int, gauge: RoleGauge) -> Band:
    rng = np.random.default_rng(_seed(gauge.role_id, gauge.window_end))
    top, bottom = composite.acceptability(draws, rng)
    return composite.band(float(top[position]), float(bottom[position]))


def _values(market: Market, openings: Openings, counts: Floats | None) -> Floats:
    """The four dials of the ranked roles: float (draws, roles, dials), for the employers drawn or for all of them."""
    drawn = np.ones((1, len(openings.now))) if counts is None else counts
    dials = [
        _tightness(market, openings, drawn), _growth(openings, drawn), _breadth(openings, drawn), _wages(market, drawn)
    ]  # fmt: skip
    return np.stack([dial[:, market.ranked] for dial in dials], axis=-1)


def _tightness(market: Market, openings: Openings, drawn: Floats) -> Floats:
    """Vacancies of the role's occupation for each of its workers: float (draws, roles); NaN below the floors."""
    if market.workers is None:
        return np.full((len(drawn), len(market.roles)), np.nan)
    found = openings.occupation
    is_enough = (found.sum(axis=0) >= MIN_OPENINGS) & ((found > 0).sum(axis=0) >= MIN_EMPLOYERS)
    return np.where(is_enough, drawn @ found / market.workers, np.nan)


def _growth(openings: Openings, drawn: Floats) -> Floats:
    """Twelve weeks' growth of matched openings less the field's, in logarithms: float (draws, roles)."""
    before, after = openings.before[:, :, :-1], openings.after[:, :, 1:]
    ends = np.minimum(before.sum(axis=0), after.sum(axis=0)).min(axis=1, initial=np.inf)
    employers = ((before > 0) | (after > 0)).sum(axis=0).min(axis=1, initial=2**31)
    is_enough = (ends >= MIN_POSTINGS) & (employers >= MIN_EMPLOYERS)
    with np.errstate(divide="ignore", invalid="ignore"):
        field = _log_links(drawn @ before.sum(axis=1), drawn @ after.sum(axis=1))[:, None]
        own = _log_links(np.tensordot(drawn, before, 1), np.tensordot(drawn, after, 1))
        return np.where(is_enough, own - field, np.nan)


def _log_links(before: Floats, after: Floats) -> Floats:
    return np.asarray(np.log(after / before).sum(axis=-1))


def _breadth(openings: Openings, drawn: Floats) -> Floats:
    """The effective number of employers, each drawn one counted apart, corrected for few openings: (draws, roles)."""
    n = openings.now.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = drawn @ openings.now**2 / (drawn @ openings.now) ** 2
        unbiased = np.maximum((n * plain - 1) / (n - 1), 1e-9)
    return np.where(n >= MIN_OPENINGS, 1 / unbiased, np.nan)


def _wages(market: Market, drawn: Floats) -> Floats:
    """The median change of posted pay over matched cells, less the field's: float (draws, roles)."""
    found = np.full((len(drawn), len(market.roles)), np.nan)
    if len(market.cells) < MIN_CELLS:
        return found
    roles, employers, growth = (np.array(part) for part in zip(*market.cells, strict=True))
    field = _weighted_medians(growth, drawn, employers)
    for role in np.unique(roles):
        own = roles == role
        if own.sum() >= MIN_CELLS:
            found[:, role] = _weighted_medians(growth[own], drawn, employers[own]) - field
    return found


def _weighted_medians(values: Floats, drawn: Floats, employers: NDArray[np.int64]) -> Floats:
    """The weighted median for each draw of the employers, so many draws at once as fit into a bounded memory."""
    at_once = max(1, WEIGHTS_AT_ONCE // len(values))
    parts = range(0, len(drawn), at_once)
    return np.concatenate([_weighted_median(values, drawn[start : start + at_once, employers]) for start in parts])


def _weighted_median(values: Floats, weights: Floats) -> Floats:
    """The least value with half of the weight at or below it, for each row of weights."""
    order = np.argsort(values)
    sums = np.cumsum(weights[:, order], axis=1)
    return np.asarray(values[order][(sums >= sums[:, -1:] / 2).argmax(axis=1)])


def _missing(market: Market, own: int, found: dict[str, Dial]) -> list[tuple[str, str]]:
    """Why each dial that is not there cannot be told, in a sentence."""
    reasons = {
        "tightness": "No employment by occupation was added: `jobgauge reference add oews FILE` does that."
        if market.workers is None
        else f"Employment in the occupation must be known, and {MIN_OPENINGS} vacancies at {MIN_EMPLOYERS} employers.",
        "growth": f"Each week must have {MIN_POSTINGS} openings at {MIN_EMPLOYERS} employers observed in both weeks.",
        "breadth": f"{counted(int(market.plain.now[:, own].sum()), 'openings')}; at least {MIN_OPENINGS} are needed.",
        "wages": f"{counted(sum(role == own for role, *_ in market.cells), 'titles')} of an employer with pay in both "
        f"windows of four weeks, three months apart; at least {MIN_CELLS} are needed.",
    }
    few = f"Fewer than {composite.MIN_SIBLINGS} sibling roles have it."
    own_values = _values(market, market.plain, None)[0, market.ranked.index(own)]
    return [
        (name, reasons[name] if np.isnan(own_values[position]) else few)
        for position, name in enumerate(composite.DIALS)
        if name not in found
    ]


def _now(market: Market) -> Floats:
    return market.plain.now + market.evergreen.now


def _market(connection: duckdb.DuckDBPyConnection, role_id: str, since: dt.date, last_day: dt.date) -> Market:
    window: dict[str, Any] = {"role_id": role_id, "since": since}
    siblings = connection.execute(sql("queries/dials/siblings"), window).fetchall()
    roles = [role for role, _ in siblings]
    family = [position for position, (_, is_family) in enumerate(siblings) if is_family]
    is_wide = len(family) < composite.MIN_SIBLINGS
    rows = connection.execute(sql("queries/dials/openings"), window | {"last_day": last_day}).pl()
    names, employer = _numbered(rows["employer_key"])
    places = {role: position for position, role in enumerate(roles)}
    listed, which = _numbered(rows["role_id"])
    role = np.array([places.get(name, -1) for name in listed], dtype=np.int64)[which]
    numbers = {name: position for position, name in enumerate(names)}
    known = connection.execute(sql("queries/dials/workers"), {"role_id": role_id}).fetchall()
    workers = {role: (code, count) for role, code, count in known}
    codes = [workers.get(role, (role, None))[0] for role in roles]
    return Market(
        roles=roles,
        ranked=list(range(len(roles))) if is_wide else family,
        among="field" if is_wide else "family",
        plain=_openings(rows, role, employer, (len(names), len(roles)), codes, is_evergreen=False),
        evergreen=_openings(rows, role, employer, (len(names), len(roles)), codes, is_evergreen=True),
        cells=[
            (role, numbers[key], growth)
            for role, key, growth in _pay_cells(connection, roles, last_day)
            if key in numbers
        ],
        workers=np.array([workers.get(role, (role, None))[1] or np.nan for role in roles]) if workers else None,
        sampled=_sampled(connection, window | {"last_day": last_day}, places),
    )


def _pay_cells(
    connection: duckdb.DuckDBPyConnection, roles: Sequence[str], last_day: dt.date
) -> Iterator[tuple[int, str, float]]:
    """The cells of the roles with pay in both windows, which are those of mart.pay_trend: the role's position, the
    employer and the change of its logarithm.
    """
    connection.execute("SET VARIABLE last_day = $day", {"day": last_day})
    connection.execute("SET VARIABLE apart = $days", {"days": pay_trends.SPANS[3]})
    of_field = duckdb.ColumnExpression("role_id").isin(*map(duckdb.ConstantExpression, roles))
    cells = connection.sql(sql("trends/pay_cells")).filter(of_field).filter("growth IS NOT NULL")
    places = {role: position for position, role in enumerate(roles)}
    return ((places[role], employer, growth)
            for role, employer, growth in cells.select("role_id, employer_key, growth").fetchall())  # fmt: skip


def _sampled(connection: duckdb.DuckDBPyConnection, window: dict[str, Any], places: dict[str, int]) -> Openings | None:
    """What samples showed, by employer, role and week; None where they have nothing of the roles."""
    rows = connection.execute(sql("queries/dials/sampled"), window).pl().filter(pl.col("role_id").is_in([*places]))
    if rows.is_empty():
        return None
    names, employer = _numbered(rows["employer_key"])
    role = np.array([places[name] for name in rows["role_id"]])
    shape = (len(names), len(places), WEEKS + 1)
    after, before = np.zeros(shape), np.zeros(shape)
    where = (employer, role, rows["week"].cast(pl.Int64).to_numpy())
    np.add.at(after, where, rows["after"].to_numpy())
    np.add.at(before, where, rows["before"].to_numpy())
    none = np.zeros(shape[:2])
    return Openings(after, before, none, none)


def _numbered(column: pl.Series) -> tuple[list[str], NDArray[np.int64]]:
    """The different names in order, and the position of each row's."""
    names = column.unique().sort()
    return names.to_list(), column.cast(pl.Enum(names)).to_physical().cast(pl.Int64).to_numpy()


def _openings(
    rows: pl.DataFrame, role: NDArray[np.int64], employer: NDArray[np.int64], shape: tuple[int, int],
    codes: Sequence[str], *, is_evergreen: bool,
) -> Openings:  # fmt: skip
    is_kind, was_kind = ((rows[name] == is_evergreen).to_numpy() for name in ("is_evergreen", "was_evergreen"))
    week = rows["week"].cast(pl.Int64).to_numpy()

    def summed(name: str, chosen: NDArray[np.bool_], *last: NDArray[np.int64]) -> Floats:
        """The column's sums by employer and role, and by the week where it is given."""
        values = np.zeros((*shape, WEEKS + 1) if last else shape)
        where = (employer[chosen], role[chosen], *(part[chosen] for part in last))
        np.add.at(values, where, rows[name].cast(pl.Float64).to_numpy()[chosen])
        return values

    after, before = summed("after", was_kind & (role >= 0), week), summed("before", is_kind & (role >= 0), week)
    now = summed("open_now", is_kind & (role >= 0))
    # Roles of an occupation share its workers, so their openings are taken together, those of other fields too.
    known = sorted(set(codes))
    place = rows["soc_code"].replace_strict(known, range(len(known)), default=-1, return_dtype=pl.Int64).to_numpy()
    held = is_kind & (place >= 0)
    of_code = np.zeros((shape[0], len(known)))
    np.add.at(of_code, (employer[held], place[held]), rows["vacancies_now"].cast(pl.Float64).to_numpy()[held])
    return Openings(after, before, now, of_code[:, [known.index(code) for code in codes]])


def _counts(employers: int, rng: np.random.Generator) -> Floats:
    """How often each employer is drawn: float (draws, employers)."""
    if not employers:
        return np.zeros((REPLICATES, 0))
    return rng.multinomial(employers, np.full(employers, 1 / employers), size=REPLICATES).astype(np.float64)


def _seed(role_id: str, day: dt.date) -> int:
    """The same draws for the same role and day, so that every reader sees the same figures."""
    return int.from_bytes(hashlib.sha256(f"{role_id}:{day}".encode()).digest()[:8], "big")
