"""What the normalisers cost on real adverts varied to distinct ones, against the goals and beside peers.

    python -m bench.normalisers [--quick]

Runs in a process of its own, so that its memory is the normalisers' alone. The peers run in an environment of theirs.
"""

import argparse
import itertools
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import polars as pl
from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from bench import captures, meter, varied
from bench.printed import print_table, say
from transform import duplicates_text, pay_text, place, postings, roles, similar, terms, text, title
from transform.schema import RAW

PEERS = Path(__file__).parents[1] / ".venv-peers" / "bin" / "python"
ABSENT = "not installed; `make peers` installs it"
ADVERTS, STRINGS, SOME_STRINGS, CHUNK = 200_000, 1_000_000, 100_000, 100_000
SOME_ADVERTS, SOME_PAGES, SOME_TEXTS, SOME_TITLES = 2000, 300, 500, 200
GOAL_ADVERTS, GOAL_STRINGS, GOAL_MB, GOAL_HOSTILE_MS = 2000.0, 1_000_000.0, 1500.0, 50.0
ASSEMBLY = 3120 * 1.9
"""KB of HTML a second on two cores that a plain assembly of the fastest libraries was measured at."""
FIRST, NEAREST = 500, 5
KEPT_FIELDS = ("platform", "board", "source_id", "description_html")

Parse = Callable[[pl.DataFrame], object]


class Peer(msgspec.Struct, frozen=True):
    """A peer, and what it took for how many of the same inputs; None where it is not installed."""

    name: str
    n: int
    seconds: float | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What took how many seconds for `n` of a unit; `kb` is the size of all of it, where that says something."""

    name: str
    n: int
    unit: str
    seconds: float
    kb: float | None = None
    peers: Sequence[Peer] = ()

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.n / self.seconds


class Peers:
    """The peers' side: what they are asked for is gathered, and then answered in one run of `bench/alone.py`."""

    def __init__(self, python: Path) -> None:
        self.python = python
        self.is_here = python.exists()
        self._found: dict[str, Any] = {}

    def run(self, asked: Mapping[str, Any]) -> None:
        """Let the peers do what is asked, if they are there."""
        if not self.is_here:
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "asked.json"
            path.write_text(json.dumps(asked), encoding="utf-8")
            script = Path(__file__).with_name("alone.py")
            done = subprocess.run([self.python, script, path], stdout=subprocess.PIPE, check=True)
        self._found = json.loads(done.stdout)

    def peer(self, key: str, name: str, n: int) -> Peer:
        """What the peer took for its `n` inputs."""
        return Peer(name, n, self._found[key]["seconds"] if self.is_here else None)

    def answers(self, key: str) -> list[Any]:
        """What the peer answered; nothing where it is not installed."""
        answers: list[Any] = self._found[key]["answers"] if self.is_here else []
        return answers


def main() -> None:
    """Measure and print; a sentence and no failure where there are no captured boards."""
    parser = argparse.ArgumentParser(prog="python -m bench.normalisers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything; the goals are for all of it")
    parser.add_argument("--peers", type=Path, default=PEERS, help="the Python of the peers' environment")
    options = parser.parse_args()
    if not captures.are_here():
        say(f"Nothing was measured: {captures.ABSENT}.")
        return
    measure(10 if options.quick else 1, Peers(options.peers))


def measure(share: int, peers: Peers) -> None:
    """Measure a `share`-th of everything and print it; the whole normaliser first, while the process is fresh."""
    originals = varied.adverts()
    copies = varied.Copies(originals)
    say(f"\nThe normalisers, on {pl.thread_pool_size()} threads")
    whole, peak = whole_normaliser(copies, ADVERTS // share)
    frames = [copies.copy(0).head(SOME_ADVERTS), copies.copy(1).head(SOME_ADVERTS)]
    if share == 1:
        frames = list(map(copies.copy, range(4)))
    located = list(map(with_text_and_place, frames))
    titles = distinct_titles()[::share]
    pays = list(itertools.islice(varied.pay_strings(), SOME_STRINGS))
    peers.run(asked(located[0], titles, pays, share))
    pay_line = pay_strings(STRINGS // share, peers, len(pays))
    table = [whole, *parsers(frames, located, peers, share), pay_line, *title_lines(titles, peers, share)]
    print_lines(table)
    print_right(pays, peers)
    print_goals(whole, peak, pay_line)
    print_hostile(tries=1 if share > 1 else 3)


# -- adverts --


def whole_normaliser(copies: varied.Copies, count: int) -> tuple[Line, float]:
    """What `postings.normalise` took for so many adverts, made and used in chunks, and the process's peak in MB."""
    first = copies.copy(0).head(FIRST)
    cold = timed(lambda: postings.normalise(first))
    warm = timed(lambda: postings.normalise(first))
    say(f"The first {FIRST} adverts took {cold:.1f} s, the same again {warm:.1f} s: what is loaded once is the rest.")
    meter.reset_peak()
    seconds, cpu, size, left = 0.0, 0.0, 0, count
    for number in itertools.count(1):
        frame = copies.copy(number).head(left)
        before = time.process_time()
        seconds += timed(lambda frame=frame: postings.normalise(frame))  # type: ignore[misc]
        cpu += time.process_time() - before
        size += bytes_of(frame)
        left -= frame.height
        if not left:
            break
    say(f"The whole normaliser kept {cpu / seconds:.1f} cores busy.\n")
    line = Line(name="the whole normaliser", n=count, unit="adverts", seconds=seconds, kb=size / 1000)
    return line, meter.peak_mb()


def with_text_and_place(raw: pl.DataFrame) -> pl.DataFrame:
    """The frame that value parsers read."""
    frame = raw.hstack(text.parse(raw))
    return frame.with_columns(place.parse(frame)["country_code"], terms.parse(frame)["years_min"])


def parsers(
    frames: Sequence[pl.DataFrame], located: Sequence[pl.DataFrame], peers: Peers, share: int
) -> Iterator[Line]:
    """Each value parser alone."""
    pages = frames[0]["description_html"].to_list()
    some = pages[: SOME_PAGES // share]
    beside = {
        "text": (
            Peer("bare selectolax", len(pages), timed(lambda: list(map(bare_text, pages)))),
            Peer("bs4 + lxml", len(some), timed(lambda: list(map(soup_text, some)))),
        ),
        "skills": (peers.peer("spacy", "spaCy PhraseMatcher", SOME_ADVERTS // share),),
        "signatures": (peers.peer("datasketch", "datasketch", SOME_TEXTS // share),),
    }
    for name, parse in parse_functions().items():
        given = frames if name == "text" else located
        seconds = best(parse, given)
        kb = bytes_of(given[-1]) / 1000
        peer = beside.get(name, ())
        yield Line(name=f"  {name}", n=given[0].height, unit="adverts", seconds=seconds, kb=kb, peers=peer)


def parse_functions() -> dict[str, Parse]:
    """Every parser by name, in the order in which they come in."""
    modules: list[ModuleType] = [text, place, *postings.PARSERS]
    named: dict[str, Parse] = {module.__name__.rpartition(".")[2]: module.parse for module in modules}
    return named | {"signatures": lambda frame: duplicates_text.signatures(frame["text_hash", "description_text"])}


def bytes_of(frame: pl.DataFrame) -> int:
    """The size of the descriptions."""
    return int(frame["description_html"].str.len_bytes().sum())


def bare_text(page: str) -> str:
    """The text as the bare parser gives it."""
    body = LexborHTMLParser(page).body
    return body.text() if body is not None else ""


def soup_text(page: str) -> str:
    """The text as many people get it."""
    return BeautifulSoup(page, "lxml").get_text("\n")


# -- what the peers are asked --


def asked(frame: pl.DataFrame, titles: pl.Series, pays: Sequence[varied.Pay], share: int) -> dict[str, Any]:
    """The inputs of every peer by name: some of ours."""
    texts = frame["description_text"].fill_null("")
    strings = {"texts": [pay.text for pay in pays]}
    return {
        "jobspy": strings,
        "price_parser": strings,
        "rapidfuzz": {"titles": some_titles(titles, share), "names": names().to_list()},
        "spacy": {"texts": texts.head(SOME_ADVERTS // share).to_list(), "spellings": spellings()},
        "datasketch": {"texts": texts.head(SOME_TEXTS // share).to_list()},
    }


def names() -> pl.Series:
    """The names of roles that titles are compared with."""
    return roles.aliases()["alias"].unique(maintain_order=True)


def spellings() -> list[str]:
    """Every spelling of every skill."""
    source = resources.files("transform.reference").joinpath("skills.csv").read_bytes()
    rows = pl.read_csv(source, infer_schema=False).select("skill_name", pl.col("aliases").fill_null("").str.split("|"))
    listed = pl.concat([rows["skill_name"], rows["aliases"].explode()])
    return listed.filter(listed != "").unique(maintain_order=True).to_list()


# -- pay strings --


def pay_strings(count: int, peers: Peers, asked_for: int) -> Line:
    """What `pay_text.parse_strings` took for so many distinct strings, in chunks."""
    strings = itertools.islice(varied.pay_strings(), count)
    seconds = 0.0
    pay_text.parse_strings(pay_frame(list(itertools.islice(varied.pay_strings(), 1000))))
    while chunk := list(itertools.islice(strings, CHUNK)):
        frame = pay_frame(chunk)
        seconds += timed(lambda frame=frame: pay_text.parse_strings(frame))  # type: ignore[misc]
    beside = (peers.peer("jobspy", "JobSpy", asked_for), peers.peer("price_parser", "price-parser", asked_for))
    return Line(name="pay strings", n=count, unit="strings", seconds=seconds, peers=beside)


def pay_frame(pays: Iterable[varied.Pay]) -> pl.DataFrame:
    """The strings as the parser takes them; it is told the country and not the currency."""
    rows = [(pay.text, pay.country_code, None) for pay in pays]
    schema = dict.fromkeys(("text", "country_code", "currency"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def print_right(pays: Sequence[varied.Pay], peers: Peers) -> None:
    """Say how many of the strings each read exactly."""
    read = pay_text.parse_strings(pay_frame(pays)).select("pay_min", "pay_max", "pay_currency", "pay_period").rows()
    shares = [f"ours {share_right(map(is_ours_right, pays, read))}"]
    if peers.is_here:
        shares.append(f"JobSpy {share_right(map(is_jobspy_right, pays, peers.answers('jobspy')))}")
        shares.append(f"price-parser {share_right(map(is_price_right, pays, peers.answers('price_parser')))}")
    say(
        f"\nExactly right on the same {len(pays):,} pay strings: {', '.join(shares)}. "
        "Of price-parser one amount and its currency are asked, of the others both ends, currency and period."
    )


def share_right(right: Iterable[bool]) -> str:
    """The share in per cent."""
    answers = list(right)
    return f"{100 * sum(answers) / len(answers):.1f} %"


def is_ours_right(pay: varied.Pay, read: Sequence[object]) -> bool:
    """Whether our answer says what the string says."""
    return tuple(read) == (pay.minimum, pay.maximum, pay.currency, pay.period)


_JOBSPY = {"hour": "hourly", "day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}


def is_jobspy_right(pay: varied.Pay, read: Sequence[object]) -> bool:
    """Whether JobSpy's answer (interval, minimum, maximum, currency) says what the string says."""
    return tuple(read) == (_JOBSPY[pay.period], pay.minimum, pay.maximum, pay.currency)


def is_price_right(pay: varied.Pay, read: Sequence[str]) -> bool:
    """Whether price-parser's amount and currency are those of a string of one amount."""
    amounts = {amount for amount in (pay.minimum, pay.maximum) if amount is not None}
    amount, sign = read
    is_amount = amount != "None" and len(amounts) == 1 and float(amount) in amounts
    return is_amount and sign in (pay.sign, pay.currency)


# -- titles --


def distinct_titles() -> pl.Series:
    """The distinct titles of the captured Ashby boards and of a day of the Greenhouse boards."""
    ashby = (job["title"] for key in captures.ashby_keys() for job in json.loads(captures.ashby_body(key))["jobs"])
    boards = captures.greenhouse(captures.GREENHOUSE_DAYS[0]).values()
    greenhouse = (posting["title"] for board in boards for posting in board)
    return pl.Series("title", [*ashby, *greenhouse], dtype=pl.String).unique(maintain_order=True)


def some_titles(titles: pl.Series, share: int) -> list[str]:
    """The titles that the slow peer reads: some from everywhere."""
    wanted = SOME_TITLES // share
    return titles.gather_every(max(1, titles.len() // wanted)).head(wanted).to_list()


def title_lines(titles: pl.Series, peers: Peers, share: int) -> Iterator[Line]:
    """Distinct titles through the lexicon, and those that it does not know by likeness."""
    peer = (peers.peer("rapidfuzz", "rapidfuzz WRatio", SOME_TITLES // share),)
    others = (pl.lit(None, dtype).alias(name) for name, dtype in RAW.items() if name != "title")
    frame = titles.to_frame("title").with_columns(others)
    title.parse(frame.head(500))
    # Once, for the second time words would be known.
    started = time.perf_counter()
    found = title.parse(frame)
    seconds = time.perf_counter() - started
    yield Line(name="distinct titles", n=titles.len(), unit="titles", seconds=seconds, peers=peer)
    unknown = titles.filter(found["role_id"].is_null())
    named = similar.Names(names())
    named.nearest(unknown.head(500), NEAREST)
    seconds = timed(lambda: named.nearest(unknown, NEAREST))
    yield Line(name="titles the lexicon lacks", n=unknown.len(), unit="titles", seconds=seconds, peers=peer)


# -- hostile texts --


def print_hostile(tries: int) -> None:
    """Print each parser's worst time on texts of 1 MB that are meant to take long, each read so many times."""
    ordinary = with_text_and_place(varied.adverts(step=40).head(1))
    texts = varied.hostile()
    described = {kind: hostile_description(ordinary, hostile) for kind, hostile in texts.items()}
    fielded = {kind: hostile_fields(ordinary, hostile) for kind, hostile in texts.items()}
    rows = []
    for name, parse in parse_functions().items():
        usual = 1000 * best(parse, [ordinary] * (1 + tries))
        found = (worst_of(parse, frames, tries) for frames in (described, fielded))
        cells = ((f"{taken:.1f}", verdict(taken), kind) for kind, taken in found)
        rows.append((name, f"{usual:.1f}", *itertools.chain.from_iterable(cells)))
    say(f"\nTexts of 1 MB that are meant to take long: the worst of {len(texts)} for each parser")
    print_table(("parser", "ms: usual", "ms: description", "goal", "on", "ms: other fields", "goal", "on"), rows)
    usual = 1000 * best(whole_of_one, [ordinary] * (1 + tries))
    (kind, told), (field, filled) = (worst_of(whole_of_one, frames, tries) for frames in (described, fielded))
    megabytes = max(frame.estimated_size("mb") for frame in fielded.values())
    say(
        f"All parsers on an ordinary advert alone take {usual:.0f} ms, nearly all of it to get going; with the worst "
        f"of these texts as its description ({kind}) {told - usual:.0f} ms more: {verdict(told - usual)}; with one in "
        f"each other field at once, {megabytes:.0f} MB ({field}), {filled - usual:.0f} ms more."
    )


def worst_of(parse: Parse, frames: Mapping[str, pl.DataFrame], tries: int) -> tuple[str, float]:
    """The text that takes a parser the longest, and the milliseconds."""
    taken = {
        kind: 1000 * min(timed(lambda frame=frame: parse(frame)) for _ in range(tries))  # type: ignore[misc]
        for kind, frame in frames.items()
    }
    return max(taken.items(), key=lambda one: one[1])


def verdict(milliseconds: float) -> str:
    """Whether the goal for hostile texts is met."""
    return "met" if milliseconds <= GOAL_HOSTILE_MS else "MISSED"


def whole_of_one(frame: pl.DataFrame) -> object:
    """The whole normaliser on the frame's raw columns."""
    return postings.normalise(frame.select(*RAW))


def hostile_description(ordinary: pl.DataFrame, hostile: str) -> pl.DataFrame:
    """A posting with such a text both as its page and as its plain text, which alone may tell the pay."""
    both = (pl.lit(hostile, pl.String).alias(name) for name in ("description_html", "description_text"))
    unpaid = (pl.lit(None, RAW[name]).alias(name) for name in ("pay", "pay_note"))
    return ordinary.with_columns(*both, *unpaid, text_hash=pl.lit("0" * 16))


def hostile_fields(ordinary: pl.DataFrame, hostile: str) -> pl.DataFrame:
    """A posting with such a text in every field but the description, its places and its pay too."""
    fields = [name for name, dtype in RAW.items() if dtype == pl.String and name not in KEPT_FIELDS]
    place_ = dict.fromkeys(("label", "city", "region", "country"), hostile)
    pay = dict.fromkeys(("kind", "minimum", "maximum", "unit", "currency", "interval", "label", "note"), hostile)
    return ordinary.with_columns(
        *(pl.lit(hostile, pl.String).alias(name) for name in fields),
        pl.Series("places", [[place_]], RAW["places"]),
        pl.Series("pay", [[pay]], RAW["pay"]),
        pl.lit("Plain words.").alias("description_html"),
        pl.lit("Plain words.").alias("description_text"),
        text_hash=pl.lit("0" * 16),
    )


# -- printing and timing --


def print_lines(table: Iterable[Line]) -> None:
    """Print one table: ours, and each peer on the same kind of input, at rates a second."""
    names = ("", "n", "unit", "per s", "µs each", "KB/s", "peer", "peer's n", "peer's per s", "ours / peer's")
    print_table(names, [cells for line in table for cells in line_cells(line)])


def line_cells(line: Line) -> Iterator[tuple[str, ...]]:
    """The cells of a line; every peer but the first has a row of its own."""
    kb = "" if line.kb is None else f"{line.kb / line.seconds:,.0f}"
    ours: tuple[str, ...] = (line.name, f"{line.n:,}", line.unit, f"{line.rate:,.0f}", f"{1e6 / line.rate:,.1f}", kb)
    for peer in line.peers or (None,):
        yield (*ours, *peer_cells(peer, line.rate))
        ours = ("",) * len(ours)


def peer_cells(peer: Peer | None, rate: float) -> tuple[str, ...]:
    """What a peer took, and how much faster ours is."""
    if peer is None:
        return ("",) * 4
    if peer.seconds is None:
        return peer.name, "", ABSENT, ""
    theirs = peer.n / peer.seconds
    return peer.name, f"{peer.n:,}", f"{theirs:,.0f}", f"{rate / theirs:,.1f}"


def print_goals(whole: Line, peak: float, strings: Line) -> None:
    """Say which goals are met."""
    kb = whole.kb or 0.0
    say(f"\nAn advert is {kb / whole.n:.2f} KB of HTML on average; KB/s are of HTML. Peers in Python use one core.")
    goals = [
        ("adverts a second", whole.rate, GOAL_ADVERTS),
        ("KB of HTML a second (the plain assembly's)", kb / whole.seconds, ASSEMBLY),
        ("pay strings a second", strings.rate, GOAL_STRINGS),
    ]
    for what, found, goal in goals:
        say(f"{what}: {found:,.0f} of {goal:,.0f}: {'met' if found >= goal else 'MISSED'}.")
    say(f"peak of memory: {peak:,.0f} MB of {GOAL_MB:,.0f} MB: {'met' if peak <= GOAL_MB else 'MISSED'}.")


def best(work: Parse, given: Sequence[pl.DataFrame]) -> float:
    """The least seconds on any frame but the first, which warms up."""
    work(given[0])
    return min(timed(lambda frame=frame: work(frame)) for frame in given[1:])  # type: ignore[misc]


def timed(work: Callable[[], object]) -> float:
    """The seconds that the work took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
