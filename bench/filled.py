"""A warehouse filled with simulated markets in columns, up to the day before its last, and that last day as a batch.

    python -m bench.filled FOLDER [--weeks 104] [--watched 26] [--size 1] [--rough]

A size of 1 is about a million postings in two years. Larger sizes put several markets of other employers side by side,
made one after the other. `--watched` is how many of the market's weeks, its last ones, were watched: the day after them
is the same one whatever was seen before it. `--rough` leaves the matching of duplicates out, and so the day.
"""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench import simulated
from transform import duplicates as rules
from transform import duplicates_text as likeness
from transform.postings import VERSIONS, reference_tables
from transform.schema import NOT_OVER, OBSERVATION, POSTING, SEEN, TABLES, Batch, Values, frame_schema, said_columns
from warehouse import duplicates, history, store, tidy

EMPLOYERS, OPENINGS = 4000, 2.2
"""Of a market, and a week's new vacancies of an average employer: a million postings in two years."""
KINDS, SPELLINGS, SKILLS = 12, 40, 50
PLACES = (("DE", "Berlin"), ("DE", "Munich"), ("GB", "London"), ("US", "New York"), ("US", "Austin"), ("FR", "Paris"))
CURRENCIES = {"DE": "EUR", "FR": "EUR", "GB": "GBP", "US": "USD"}
DEGREES = np.array(["bachelor", "master", "vocational"])
BENEFITS = ("pension", "equity", "health_insurance")
EDITED = 100
"""Every such posting that is online is edited on the last day."""
SECOND_PLACE = 5
"""Every such posting has a second place."""
DAY_PARTS = ("observations", "seen", "postings", "places", "zones", "skills", "terms", "texts")
ALL_AT_ONCE = 1_000_000_000
"""Postings that are matched in one go: more than there are."""
WORDS, VOCABULARY = 24, 2000
"""Of a text: few, for how long texts take is measured elsewhere."""


class Filled(NamedTuple):
    """A warehouse file and the folder with the parts of its last day."""

    file: Path
    day: Path


def truths(weeks: int) -> simulated.Truths:
    """A market of roles that rise and fall, read every day with outages, late boards and boards that leave."""
    roles = tuple(
        simulated.Role(
            name=str(number), share=1.0 / (1 + number), trend=0.3 - 0.05 * number, season=0.2, evergreen_share=0.02,
            pay_median=40_000.0 + 6_000.0 * number,
        )
        for number in range(KINDS)
    )  # fmt: skip
    watched = simulated.Collection(late_share=0.1, leave_share=0.05, outages_per_year=2.0, partial_share=0.005)
    return simulated.Truths(
        roles=roles, weeks=weeks, employers=EMPLOYERS, openings_per_week=OPENINGS, size_spread=1.2,
        role_concentration=6.0, growth_spread=0.1, noise=0.3, reopen_share=0.03, repost_share=0.03,
        skills=simulated.skills(SKILLS, 0, 0.0, roles=KINDS), collection=watched,
    )  # fmt: skip


def fill(folder: Path, *, weeks: int, watched: int, size: int, is_rough: bool) -> Filled:
    """The warehouse of `size` markets of so many weeks, in `folder`, watched in the last `watched` of them."""
    filled = Filled(folder / "warehouse.duckdb", folder / "day")
    filled.day.mkdir(parents=True)
    with store.open_writer(filled.file, memory_limit="3GB") as connection:
        tables = reference_tables()
        history.load_reference(connection, tables)
        for seed in range(size):
            market = simulated.draw(truths(weeks), seed)
            _put(connection, market, _watch(market, weeks - watched), tables, filled.day / str(seed))
        connection.execute("INSERT INTO ops.touched SELECT min(observed_on) FROM core.board_day")
        if is_rough:
            connection.execute("INSERT INTO ops.matched VALUES ($1, $2)", [rules.VERSION, likeness.VERSION])
        else:
            _match(connection)
        with store.transaction(connection):
            tidy.update(connection)
        connection.execute("CHECKPOINT")
    return filled


def read_day(filled: Filled) -> Batch:
    """The last day as what the normalisers hand to the warehouse."""
    parts = {
        name: pl.concat([pl.read_ipc(path) for path in sorted(filled.day.glob(f"*/{name}.arrow"))])
        for name in DAY_PARTS
    }
    values = Values(**{name: parts[name] for name in Values._fields})
    return Batch(
        observations=parts["observations"],
        responses=_empty("raw.response"),
        seen=parts["seen"],
        values=values,
        quarantine=_empty("raw.quarantine"),
    )


class Watched(NamedTuple):
    """What was seen of a market: `spells` and `board_days`, as those of the market itself."""

    spells: pl.DataFrame
    board_days: pl.DataFrame


def _watch(market: simulated.Market, after_weeks: int) -> Watched:
    """What is seen of a market by somebody who comes after so many weeks of it."""
    visits = market.board_days.filter(pl.col("day") >= 7 * after_weeks)
    begun = visits.filter("is_valid").group_by("board").agg(begun_day=pl.col("day").min())
    there = market.spells.join(begun, on="board", maintain_order="left")
    there = there.filter(pl.col("last_seen_day") >= pl.col("begun_day"))
    spells = there.with_columns(
        is_left_censored=pl.col("first_seen_day") <= pl.col("begun_day"),
        first_seen_day=pl.max_horizontal("first_seen_day", "begun_day"),
        spell_number=pl.col("spell_number").rank("dense").over("posting").cast(market.spells.schema["spell_number"]),
    ).drop("begun_day")
    return Watched(spells, visits)


def _edited(postings: pl.DataFrame, which: pl.Expr) -> pl.DataFrame:
    """The postings, some of them with the pay and the fingerprint that an edit gives them."""
    return postings.with_columns(
        pl.when(which).then(pl.col("pay_max", "pay_max_annual") + 1000).otherwise(pl.col("pay_max", "pay_max_annual")),
        raw_hash=pl.when(which).then(pl.format("{} edited", "raw_hash")).otherwise("raw_hash"),
    )


def _empty(table: str) -> pl.DataFrame:
    return pl.DataFrame(schema=frame_schema(TABLES[table].columns))


def _put(
    connection: duckdb.DuckDBPyConnection,
    market: simulated.Market,
    watched: Watched,
    tables: dict[str, pl.DataFrame],
    day: Path,
) -> None:
    """Fill in what was seen of one market, but for its last day, which is written to the folder `day`."""
    rng = np.random.default_rng(market.seed)
    last = market.truths.days - 1
    spells = _named(simulated.with_dates(watched.spells.with_columns(day=pl.lit(last))), market.seed)
    postings = _postings(spells, market, tables["core.role"], rng)
    is_new = pl.col("posting_id").is_in(
        spells.group_by("posting_id").agg(pl.col("first_seen_on").min()).filter(pl.col("first_seen_on") == _on(last))
        ["posting_id"].implode()
    )  # fmt: skip
    is_seen = pl.col("posting_id").is_in(spells.filter(pl.col("last_seen_on") == _on(last))["posting_id"].implode())
    is_edited = is_seen & ~is_new & (pl.col("posting_id").hash() % EDITED == 0)
    parts = {
        "postings": postings.select(POSTING),
        "places": _places(postings),
        "zones": _zones(postings),
        "skills": _skills(postings, market, tables["core.skill"]),
        "terms": _terms(postings, rng),
    }
    answers = _answers(market, watched.board_days)
    day.mkdir()
    texts = _texts(postings, rng)
    is_due = pl.col("text_hash").is_in(parts["postings"].filter(is_new)["text_hash"].implode())
    texts.filter(is_due).write_ipc(day / "texts.arrow")
    for name, frame in parts.items():
        told = _edited(frame, is_edited) if name == "postings" else frame
        told.filter(is_new | is_edited).write_ipc(day / f"{name}.arrow")
        parts[name] = frame.filter(~is_new)
    texts = texts.join(parts["postings"], on="text_hash", how="semi", maintain_order="left")
    _insert(connection, "core.posting_text", texts)
    _write_day(day, answers.filter(pl.col("observed_on") == _on(last)), spells)
    parts["postings"] = parts["postings"].with_columns(version_number=pl.lit(1, pl.Int32), over_on=pl.lit(NOT_OVER))
    _insert(connection, "core.posting", parts["postings"])
    for name, table in (("places", "core.posting_place"), ("zones", "core.posting_pay"),
                        ("skills", "core.posting_skill"), ("terms", "core.posting_term")):  # fmt: skip
        _insert(connection, table, parts[name])
    _insert(connection, "core.spell", _spells(spells, last))
    before = answers.filter(pl.col("observed_on") < _on(last))
    _insert(connection, "core.board_day", before)
    _insert(connection, "core.board", before.unique("board_id").with_columns(source_kind=pl.lit("census")))


def _on(day: int) -> dt.date:
    return simulated.FIRST_DAY + dt.timedelta(days=day)


def _named(spells: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The spells with the names that the warehouse gives to boards and postings."""
    board = pl.format("bench{}:{}-{}", "platform", pl.lit(seed), "board")
    return spells.with_columns(board_id=board).with_columns(
        posting_id=pl.format("{}:{}", "board_id", "posting"), platform=pl.format("bench{}", "platform")
    )


def _postings(
    spells: pl.DataFrame, market: simulated.Market, roles: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """The rows of core.posting; a few large roles, many small ones, and a tenth of no role."""
    first = spells.unique("posting_id", keep="first", maintain_order=True).sort("posted_on", "posting_id")
    pay = market.postings.unique("posting", keep="first").select("posting", "pay_min", "pay_max", "is_disclosed")
    # The kinds of the market share the roles of the list between them; the first of each share are the large ones.
    n = len(first)
    shares = 1 / np.arange(1, len(roles) // KINDS + 1)
    rank = rng.choice(len(shares), n, p=shares / shares.sum())
    drawn = first.join(pay, on="posting", how="left", maintain_order="left").with_columns(
        role_number=pl.Series(rank * KINDS) + pl.col("role").cast(pl.Int64),
        spelling=pl.Series(rng.integers(0, SPELLINGS, n)),
        place=pl.Series(rng.integers(0, len(PLACES), n)),
        has_role=pl.Series(rng.random(n) >= 0.1),
        seniority=pl.Series(np.array(["junior", "mid", "senior"])[rng.integers(0, 3, n)]),
        workplace=pl.Series(np.array(["remote", "hybrid", "on_site"])[rng.integers(0, 3, n)]),
        remote_scope=pl.lit(None, pl.String),
        years_min=_some(rng, rng.integers(0, 10, n), 0.6),
        degree=_some(rng, DEGREES[rng.integers(0, len(DEGREES), n)], 0.4),
    )
    listed = roles.select("role_id", "role_title").with_row_index("role_number").cast({"role_number": pl.Int64})
    named = drawn.join(listed, on="role_number", how="left", maintain_order="left").with_columns(
        title=pl.format("{} {}", "role_title", "spelling"),
        role_id=pl.when("has_role").then("role_id"),
        employer=pl.concat_str(pl.lit("Employer "), pl.col("board_id").str.split(":").list.last()),
        country_code=pl.col("place").replace_strict(dict(enumerate(country for country, _ in PLACES))),
        city=pl.col("place").replace_strict(dict(enumerate(city for _, city in PLACES))),
        text_hash=pl.format("{}-{}", pl.lit(market.seed), "vacancy"),
        degree_need=pl.when(pl.col("degree").is_not_null()).then(pl.lit("required")),
    )
    shown = pl.col("is_disclosed")
    made = named.with_columns(
        source_posting_id=pl.col("posting").cast(pl.String),
        title_clean=pl.col("title").str.to_lowercase(),
        employer_key=pl.col("employer").str.to_lowercase(),
        is_agency=pl.lit(False),
        role_method=pl.when("has_role").then(pl.lit("exact")),
        role_confidence=pl.when("has_role").then(1.0),
        location_text=pl.col("city"),
        place_count=pl.lit(1),
        pay_zone_count=shown.cast(pl.Int16),
        pay_currency=pl.when(shown).then(pl.col("country_code").replace_strict(CURRENCIES)),
        pay_period=pl.when(shown).then(pl.lit("year")),
        pay_min_annual=pl.when(shown).then("pay_min"),
        pay_max_annual=pl.when(shown).then("pay_max"),
        employment_type=pl.lit("full_time"),
        url=pl.format("https://bench.invalid/{}", "posting_id"),
        posted_at=pl.col("posted_on").cast(pl.Datetime("us")),
        raw_hash=pl.col("posting_id"),
        **{f"{name}_version": pl.lit(version, pl.Int16) for name, version in VERSIONS.items()},
    ).with_columns(pay_min="pay_min_annual", pay_max="pay_max_annual")
    schema = frame_schema(POSTING)
    return made.select(
        "vacancy", *((pl.col(name) if name in made.columns else pl.lit(None)).cast(kind).alias(name)
                     for name, kind in schema.items())
    )  # fmt: skip


def _some(rng: np.random.Generator, values: NDArray[Any], share: float) -> pl.Series:
    """The values, of which only so large a share is known."""
    return pl.select(pl.when(pl.Series(rng.random(len(values)) < share)).then(pl.Series(values))).to_series()


def _places(postings: pl.DataFrame) -> pl.DataFrame:
    """The places of each posting: its own, and for some a second one."""
    first = postings.with_columns(place_number=pl.lit(1))
    return _as("core.posting_place", pl.concat([first, _elsewhere(first).with_columns(place_number=pl.lit(2))]))


def _elsewhere(postings: pl.DataFrame) -> pl.DataFrame:
    """The postings that have a second place too, with that in the place of their own: the next one of the list."""
    following = dict(zip(PLACES, (*PLACES[1:], PLACES[0]), strict=True))
    return postings.filter(pl.col("posting_id").hash() % SECOND_PLACE == 0).with_columns(
        country_code=pl.col("city").replace_strict({city: after[0] for (_, city), after in following.items()}),
        city=pl.col("city").replace_strict({city: after[1] for (_, city), after in following.items()}),
    )


def _zones(postings: pl.DataFrame) -> pl.DataFrame:
    """The pay zones of the postings that say what they pay: one each, and another for a second place."""
    paid = postings.filter(pl.col("pay_currency").is_not_null())
    first = paid.with_columns(zone_number=pl.lit(1), zone_text=pl.lit(None, pl.String), pay_kind=pl.lit("base"))
    second = _elsewhere(first).with_columns(zone_number=pl.lit(2), zone_text=pl.col("city"))
    return _as("core.posting_pay", pl.concat([first, second]))


def _skills(postings: pl.DataFrame, market: simulated.Market, listed: pl.DataFrame) -> pl.DataFrame:
    """The market's skills by vacancy, as skills of the list."""
    names = listed.sort("skill_id").head(SKILLS).select("skill_id", skill=pl.int_range(SKILLS, dtype=pl.Int16))
    asked = market.skills.join(names, on="skill").join(postings.select("vacancy", "posting_id"), on="vacancy")
    need = pl.when(pl.col("skill") % 3 == 0).then(pl.lit("required")).otherwise(pl.lit("mentioned"))
    # A line names a few skills.
    line = pl.struct("vacancy", pl.col("skill") // 4).hash()
    return _as("core.posting_skill", asked.with_columns(skill_need=need, line_hash=line))


def _terms(postings: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Each benefit of a few for half of the postings."""
    some = [
        postings.filter(pl.Series(rng.random(len(postings)) < 0.5)).with_columns(
            term_kind=pl.lit("benefit"), term_id=pl.lit(benefit), term_text=pl.lit(benefit)
        )
        for benefit in BENEFITS
    ]
    return _as("core.posting_term", pl.concat(some))


def _texts(postings: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """A text of words in no order for each vacancy."""
    named = postings.select("text_hash").unique(maintain_order=True)
    words = pl.Series(np.char.add("word", np.arange(VOCABULARY).astype(str)))
    drawn = (pl.Series(words.gather(rng.integers(0, VOCABULARY, len(named)))) for _ in range(WORDS))
    columns = [series.alias(str(number)) for number, series in enumerate(drawn)]
    text = pl.DataFrame(columns).select(pl.concat_str(pl.all(), separator=" ")).to_series()
    return named.with_columns(description_text=text)


def _signatures(texts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Signatures that tell every text from every other one."""
    bands = rng.integers(0, 2**32, (len(texts), likeness.BANDS), dtype=np.uint32)
    lists = pl.Series(bands).arr.to_list()
    return texts.select("text_hash", band_hashes=lists)


def _match(connection: duckdb.DuckDBPyConnection) -> None:
    """Join each posting that came back under another name with its first one, as if they had been compared."""
    duplicates.ask(connection, rules.VERSION, likeness.VERSION, rules.MAX_APART_DAYS, ALL_AT_ONCE)
    texts = connection.execute("SELECT text_hash FROM core.posting_text ORDER BY text_hash").pl()
    duplicates.sign(connection, _signatures(texts, np.random.default_rng(0)))
    duplicates.stage(connection, rules.place_words(), 0)
    names = connection.execute("SELECT posting_id, text_hash FROM core.posting ORDER BY text_hash, posting_id").pl()
    pairs = names.with_columns(other_id=pl.col("posting_id").shift(1).over("text_hash")).drop_nulls("other_id")
    shown = {"match_kind": pl.lit("repost"), "match_evidence": pl.lit("text"), "match_version": pl.lit(rules.VERSION),
             "title_score": pl.lit(1.0), "text_jaccard": pl.lit(1.0), "text_overlap": pl.lit(1.0)}  # fmt: skip
    joined = duplicates.match(connection, _as("core.posting_match", pairs.with_columns(**shown)))
    duplicates.apply(connection, rules.vacancies(joined.matches, joined.ranks).frame)
    duplicates.finish(connection)


def _spells(spells: pl.DataFrame, last: int) -> pl.DataFrame:
    """The rows of core.spell as they were before the last day."""
    known = spells.filter(pl.col("first_seen_on") < _on(last)).with_columns(
        closed_on=pl.when(pl.col("first_missing_on") < _on(last)).then("first_missing_on"),
        last_seen_on=pl.min_horizontal("last_seen_on", pl.lit(_on(last - 1))),
    )
    return _as("core.spell", known.with_columns(
        first_seen_at=_at("first_seen_on"), last_seen_at=_at("last_seen_on"), closed_at=_at("closed_on"),
        missing_since_at=pl.lit(None), over_on=pl.lit(NOT_OVER),
    ).sort("first_seen_on", "posting_id"))  # fmt: skip


def _at(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Datetime("us")) + pl.duration(hours=18)


def _answers(market: simulated.Market, board_days: pl.DataFrame) -> pl.DataFrame:
    """Every visit of a board, with the columns of core.board_day and those of a batch's observations."""
    on = simulated.with_dates(board_days.join(market.boards.select("board", "platform"), on="board"))
    return (
        on.with_columns(
            board_id=pl.format("bench{}:{}-{}", "platform", pl.lit(market.seed), "board"),
            board_key=pl.col("board").cast(pl.String),
            platform=pl.format("bench{}", "platform"),
            employer=pl.format("Employer {}-{}", pl.lit(market.seed), "board"),
            observed_on="on", observed_at=_at("on"), board_status=pl.col("status").cast(pl.String),
            status_reason=pl.lit(None, pl.String), is_held=pl.lit(False),
            employer_country=pl.lit(None, pl.String), industry=pl.lit(None, pl.String),
            postings_count=pl.lit(0), quarantined_count=pl.lit(0), new_count=pl.lit(0),
            reopened_postings=pl.lit(0), closed_count=pl.lit(0), run_id=pl.col("on").cast(pl.String),
        )
        .sort("observed_on", "board_id")
    )  # fmt: skip


def _write_day(day: Path, answers: pl.DataFrame, spells: pl.DataFrame) -> None:
    """Write what was seen on the last day, and where."""
    there = spells.join(answers.filter(pl.col("board_status") == "complete").select("board_id", "observed_on"),
                        on="board_id")  # fmt: skip
    seen = there.filter(pl.col("last_seen_on") == pl.col("observed_on")).select(SEEN)
    counted = seen.group_by("board_id").agg(counted_in=pl.len())
    observations = answers.join(counted, on="board_id", how="left").with_columns(
        counted_in=pl.col("counted_in").fill_null(0), run_id=pl.lit("last")
    )
    schema = frame_schema(OBSERVATION)
    observations.select(pl.col(name).cast(kind) for name, kind in schema.items()).write_ipc(day / "observations.arrow")
    seen.write_ipc(day / "seen.arrow")


def _as(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    columns = TABLES[table].columns if "over_on" in frame.columns else said_columns(table)
    return frame.select(pl.col(name).cast(kind) for name, kind in frame_schema(columns).items())


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("filling", frame.select(name for name in TABLES[table].columns if name in frame.columns))
    connection.execute(f"INSERT INTO {table} BY NAME FROM filling")
    connection.unregister("filling")


def main() -> None:
    """Fill a warehouse as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--weeks", type=int, default=104)
    parser.add_argument("--watched", type=int, help="all of them where it is not said")
    parser.add_argument("--size", type=int, default=1)
    parser.add_argument("--rough", action="store_true")
    options = parser.parse_args()
    watched = options.watched or options.weeks
    fill(options.folder, weeks=options.weeks, watched=watched, size=options.size, is_rough=options.rough)


if __name__ == "__main__":
    main()
