"""Pay in the words of captured adverts, their pay notes and their headlines, against labels made by reading.

The labels are in `bench/gold/pay_fresh.csv` and, of employers that nobody had read, in `bench/gold/pay_unread.csv` and
`pay_blind.csv`; how they came about is in the README beside them. An advert is read as it is collected, by its title,
place and description alone; a note or a headline is read as a string of pay.
"""

import gzip
import json
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
import polars as pl

from bench import captures, normalisers
from bench.accuracy.score import Mistake, Result, Score, Share, counted, is_reported
from extract.posting import RawPlace, RawPosting
from transform import pay, pay_text, place, text
from transform.schema import RAW

GOLD = Path(__file__).parents[1] / "gold" / "pay_fresh.csv"
UNREAD = {"pay, unread boards": GOLD.with_name("pay_unread.csv"), "pay, blind": GOLD.with_name("pay_blind.csv")}
"""The labelled rows of boards and employers that nobody had read for it; all of them are for the test."""
HALVES = {"development": False, "test": True}
"""The halves of the labelled rows by the hash of their key: one may be read, of the other only totals are told."""

_GOAL = "precision ≥ 99, recall ≥ 95"
_KEYS = ("platform", "board", "posting_id", "part")
_LABELS = pl.Schema({"low": pl.Float64, "high": pl.Float64, "currency": pl.String, "period": pl.String,
                     "pay_kind": pl.String, "zones": pl.String})  # fmt: skip
_ZONES = pl.List(pl.List(pl.Float64))
_FOUND = {"found_low": pl.Float64(), "found_high": pl.Float64(), "found_currency": pl.String(),
          "found_period": pl.String(), "is_base": pl.Boolean(), "found_zones": _ZONES}  # fmt: skip
_SUM = r"([\d][\d.,]*)\s?([kK]?)\b"
_PLAIN = re.compile(rf"[$€£₹]\s?{_SUM}(?:\s?(?:-|–|—|to)\s?[$€£₹]?\s?{_SUM})?")
_COLUMNS = (*_KEYS, "title", "words", "country_code", "employment")


def results(adverts: pl.DataFrame) -> list[Result]:
    """The results on both halves and on unread employers; `adverts` are those of all platforms in the columns RAW."""
    both = read(labelled(adverts, GOLD))
    halves = [
        _result(f"pay, fresh {name}", both.filter(pl.col("is_test") == is_test), is_test=is_test)
        for name, is_test in HALVES.items()
    ]
    unread = [_result(name, read(labelled(adverts, gold)), is_test=True) for name, gold in UNREAD.items()]
    return [*halves, *unread]


def labelled(adverts: pl.DataFrame, gold: Path) -> pl.DataFrame:
    """Every row of a labelled set with the words that were labelled; raises where some are not captured."""
    labels = pl.read_csv(gold, schema_overrides={**pl.Schema(dict.fromkeys(_KEYS, pl.String)), **_LABELS})
    keys = ["|".join(key) for key in labels.select(_KEYS).iter_rows()]
    labels = labels.with_columns(is_test=pl.Series([is_reported(key) for key in keys], dtype=pl.Boolean))
    words = pl.concat([_collected(adverts, labels), _threads(labels), _headlines(labels)])
    words = words.unique(_KEYS, keep="first", maintain_order=True)
    found = labels.join(words, on=_KEYS, how="inner", maintain_order="left")
    assert found.height == labels.height, "some labelled rows are not among the captured ones"
    return found


def read(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with what is read of their words: both ends, currency, period, whether it is base pay, and its zones."""
    is_advert = pl.col("part") == "advert"
    parts = [(rows.filter(is_advert), _from_advert), (rows.filter(~is_advert), _from_string)]
    return pl.concat([part.hstack(reader(part)) for part, reader in parts]).with_columns(_is_right())


# -- the words --


def _collected(adverts: pl.DataFrame, labels: pl.DataFrame) -> pl.DataFrame:
    """The descriptions and pay notes of the captured postings."""
    ids = labels["posting_id"].implode()
    held = adverts.filter(pl.col("source_id").is_in(ids)).rename({"source_id": "posting_id"})
    plain = held.hstack(text.parse(held))
    plain = plain.with_columns(place.parse(plain)["country_code"])
    descriptions = plain.with_columns(part=pl.lit("advert"), words="description_text")
    notes = plain.with_columns(part=pl.lit("note"), words="pay_note")
    return pl.concat([descriptions.select(_COLUMNS), notes.select(_COLUMNS)])


def _threads(labels: pl.DataFrame) -> pl.DataFrame:
    """The comments of the captured threads."""
    asked = labels.filter(pl.col("platform") == "hackernews")
    cards = []
    for board in asked["board"].unique().sort():
        held = json.loads(
            gzip.decompress((captures.SHARED / "captures" / "hackernews" / f"{board}.json.gz").read_bytes())
        )
        cards += [
            RawPosting(platform="hackernews", board=board, source_id=str(job["id"]), title="-",
                       description_html=job.get("text") or "")
            for job in held["jobs"]
        ]  # fmt: skip
    return _collected(_raw(cards), asked)


def _headlines(labels: pl.DataFrame) -> pl.DataFrame:
    """The titles of the captured searches, read as strings; their country is that of their place."""
    folder = captures.SHARED / "history" / "search_capture_2025H2"
    held = pl.read_parquet(sorted(folder.glob("*.parquet")), columns=["job_id", "job_title", "job_location"])
    ids = labels.filter(pl.col("platform") == "search_capture").select("board", "posting_id")
    held = ids.join(held.drop_nulls("job_title"), left_on="posting_id", right_on="job_id").unique("posting_id")
    cards = [
        RawPosting(platform="search_capture", board=board, source_id=key, title=title,
                   places=(RawPlace(label=label),) if label else ())
        for board, key, title, label in held.select("board", "posting_id", "job_title", "job_location").iter_rows()
    ]  # fmt: skip
    frame = _collected(_raw(cards), labels)
    return frame.with_columns(part=pl.lit("headline"), words="title")


def _raw(cards: Sequence[RawPosting]) -> pl.DataFrame:
    return pl.DataFrame([msgspec.to_builtins(card) for card in cards], schema=RAW, orient="row")


# -- what is read of them --


def _from_advert(rows: pl.DataFrame) -> pl.DataFrame:
    empty = {name: pl.lit(None, dtype) for name, dtype in RAW.items() if name not in ("title", "employment")}
    raw = rows.with_columns(**empty | {"platform": pl.col("platform"), "description_text": pl.col("words")})
    found = pay.from_words(raw)
    is_base = pl.col("pay_flag").ne_missing(pl.lit("on_target"))
    base = pl.element().struct.field("pay_kind").eq("base")
    zone = pl.concat_list(pl.element().struct.field("pay_min"), pl.element().struct.field("pay_max"))
    return _as_found(
        found.with_columns(is_base=is_base, zones=pl.col("pay_zones").list.filter(base).list.eval(zone).cast(_ZONES))
    )


def _from_string(rows: pl.DataFrame) -> pl.DataFrame:
    given = rows.select("country_code", text="words", currency=pl.lit(None, pl.String))
    found = pay_text.parse_strings(given)
    is_base = (pl.col("pay_kind") == "base").fill_null(value=True)
    return _as_found(found.with_columns(is_base=is_base, zones=pl.lit(None, _ZONES)))


def _as_found(found: pl.DataFrame) -> pl.DataFrame:
    columns = ("pay_min", "pay_max", "pay_currency", "pay_period", "is_base", "zones")
    given = zip(columns, _FOUND.items(), strict=True)
    return found.select(pl.col(column).cast(dtype).alias(name) for column, (name, dtype) in given)


def _is_right() -> list[pl.Expr]:
    """Whether both ends are the labelled ones, or else the zones are."""
    ends = _same("low", "found_low") & _same("high", "found_high")
    sides = (
        pl.col("zones")
        .str.split(";")
        .list.eval(pl.element().str.split("-").list.eval(pl.element().cast(pl.Float64, strict=False)))
    )
    zones = (sides.list.sort() == pl.col("found_zones").list.sort()).fill_null(value=False)
    is_pay = pl.any_horizontal(pl.col("low", "high").is_not_null())
    is_found = pl.any_horizontal(pl.col("found_low", "found_high").is_not_null())
    return [is_pay.alias("is_pay"), is_found.alias("is_found"), (is_pay & is_found & (ends | zones)).alias("is_right")]


def _same(label: str, value: str) -> pl.Expr:
    near = (pl.col(label) - pl.col(value)).abs() < 0.005
    return near.fill_null(pl.col(label).is_null() & pl.col(value).is_null())


# -- scores --


def _result(name: str, rows: pl.DataFrame, *, is_test: bool) -> Result:
    is_advert = pl.col("part") == "advert"
    right = rows.filter("is_right")
    negatives = rows.filter(~pl.col("is_pay"))
    false = Share(counted(negatives["is_found"]), negatives.height)
    scores = [
        _ends(name, rows, is_judged=True),
        _ends(f"{name}: in adverts", rows.filter(is_advert)),
        _ends(f"{name}: in notes and headlines", rows.filter(~is_advert)),
        *_peer(f"{name}: JobSpy", rows),
        _of_right(f"{name}: currency", right, pl.col("currency"), pl.col("found_currency")),
        _of_right(f"{name}: unit", right, pl.col("period"), pl.col("found_period")),
        _of_right(f"{name}: base pay or not", right, pl.col("pay_kind") == "base", pl.col("is_base")),
        Score(name=f"{name}: no pay", n=negatives.height, measure="false pay", figure=false, goal="0",
              is_met=false.hits == 0),
    ]  # fmt: skip
    return Result(scores, [] if is_test else list(map(_mistake, _wrong(rows).iter_rows(named=True))))


def _ends(name: str, rows: pl.DataFrame, *, is_judged: bool = False) -> Score:
    positives, answered = rows.filter("is_pay"), rows.filter("is_found")
    hits = positives.filter("is_right").height
    precision, recall = Share(hits, answered.height), Share(hits, positives.height)
    wanted = zip(map(_plain, positives["words"]), positives.select("low", "high").iter_rows(), strict=True)
    plain = Share(sum(said == label for said, label in wanted), positives.height)
    is_met = (precision.value or 0) >= 0.99 and (recall.value or 0) >= 0.95
    return Score(name=name, n=rows.height, coverage=Share(answered.height, rows.height), precision=precision,
                 recall=recall, measure="both ends", figure=recall, goal=_GOAL if is_judged else "",
                 is_met=is_met if is_judged else None, baseline="first sum with a sign",
                 baseline_figure=plain)  # fmt: skip


def _of_right(name: str, rows: pl.DataFrame, label: pl.Expr, value: pl.Expr) -> Score:
    """How often a value that was read is the labelled one; where the words do not say it, it may stay unknown."""
    told = rows.select(label=label, value=value).drop_nulls("label")
    read = told.drop_nulls("value")
    share = Share(counted(read["label"] == read["value"]), read.height)
    return Score(name=name, n=told.height, coverage=Share(read.height, told.height), precision=share,
                 measure="right where read", figure=share, goal="≥ 99", is_met=(share.value or 0) >= 0.99)  # fmt: skip


def _peer(name: str, rows: pl.DataFrame) -> list[Score]:
    """JobSpy's reading of the same words, where it is installed."""
    peers = normalisers.Peers(normalisers.PEERS)
    peers.run({"jobspy": {"texts": rows["words"].to_list()}})
    if not peers.is_here:
        return []
    sides = [(low, high) for _, low, high, _ in peers.answers("jobspy")]
    answered = sum(low is not None or high is not None for low, high in sides)
    labels = rows.select("low", "high", "is_pay").rows()
    hits = sum(is_pay and side == (low, high) for side, (low, high, is_pay) in zip(sides, labels, strict=True))
    recall = Share(hits, counted(rows["is_pay"]))
    return [Score(name=name, n=rows.height, coverage=Share(answered, rows.height), precision=Share(hits, answered),
                  recall=recall, measure="both ends", figure=recall)]  # fmt: skip


def _plain(words: str) -> tuple[float | None, float | None]:
    """The baseline: the first sum or range with a sign."""
    match = _PLAIN.search(words)
    if match is None:
        return None, None
    first, k, last, last_k = match.groups()
    low = _number(first, k or last_k)
    return low, _number(last, last_k) if last else low


def _number(digits: str, k: str | None) -> float | None:
    """The number behind English digits, in thousands where a k follows; None where it is none."""
    plain = digits.replace(",", "").rstrip(".")
    return float(plain) * (1000 if k else 1) if plain.count(".") < 2 else None


def _wrong(rows: pl.DataFrame) -> pl.DataFrame:
    named = [
        (pl.col("currency").is_null() | pl.col("currency").eq_missing(pl.col("found_currency"))),
        (pl.col("period").is_null() | (pl.col("period") == pl.col("found_period")).fill_null(value=True)),
    ]
    return rows.filter((pl.col("is_pay") | pl.col("is_found")) & ~(pl.col("is_right") & pl.all_horizontal(named)))


def _mistake(row: dict[str, object]) -> Mistake:
    key = " ".join(str(row[name]) for name in _KEYS)
    sides = ("low", "high", "currency", "period")
    expected, found = (" ".join(str(row[prefix + side]) for side in sides) for prefix in ("", "found_"))
    words = row["words"] if row["part"] != "advert" else row["title"]
    return Mistake("pay, fresh development", f"{key}: {words}", expected, found)
