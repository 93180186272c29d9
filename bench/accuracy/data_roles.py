"""Titles with one of ten data roles: how often ours is the labelled one, and how far these labels can be told."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import polars as pl

from bench.accuracy.score import Mistake, Result, Score, Share, f1, reported
from transform import title

NAME = "ten data roles"
ROLES = Path(__file__).parents[1] / "data_roles.csv"
GOAL, FOLDS = 0.93, 5
_SENIOR = r"(?i)\b(?:senior|sr)\b"
_BETWEEN = r"(?i)\s+[-–—]+\s+|\s*[/|,;:()&+]\s*|\s(?:and|or)\s"
"""What stands between the roles of a title that names several."""
_WIDE = ("Software Engineer", "Business Analyst", "Cloud Engineer")


def results(labelled: Path, *, is_all: bool) -> Iterator[Result]:
    """The results on every file of such titles."""
    for path in sorted(labelled.glob("title_to_data_role*.parquet")):
        rows = pl.read_parquet(path).select(title="job_title", label="job_title_short")
        yield _result(rows.filter(reported(rows["title"], is_all=is_all)))


def _result(rows: pl.DataFrame) -> Result:
    """Each title's role as one of the ten labels. `Senior` is in a label only where the title has the very word."""
    titles, labels = rows["title"].to_list(), rows["label"].to_list()
    graded = {label.removeprefix("Senior ") for label in labels if label.startswith("Senior ")}
    role, is_senior = _role(rows["title"]), rows["title"].str.contains(_SENIOR)
    found = [
        f"Senior {name}" if senior and name in graded else name for name, senior in zip(role, is_senior, strict=True)
    ]
    answered = sum(name is not None for name in found)
    right = sum(a == b for a, b in zip(labels, found, strict=True))
    macro = _macro_f1(labels, found)
    ours = Score(name=NAME, n=rows.height, coverage=Share(answered, rows.height), precision=Share(right, answered),
                 recall=Share(right, rows.height), measure="macro F1", figure=macro, goal=f"≥ {GOAL}",
                 is_met=macro >= GOAL, baseline="the label's words in the title",
                 baseline_figure=_macro_f1(labels, [_named(text, set(labels)) for text in titles]))  # fmt: skip
    wrong = [
        Mistake(NAME, text, label, name or "unknown")
        for text, label, name in zip(titles, labels, found, strict=True)
        if label != name
    ]
    return Result([ours, *_limits(rows)], wrong)


def _role(titles: pl.Series) -> pl.Series:
    """The label of each title's role; of a title that names several, that of the first part that has one.

    The ten are labels of data jobs, so that a part that names a data role counts before one of software or business.
    """
    whole = titles.alias("part").to_frame().with_row_index("row").with_columns(place=pl.lit(-1, pl.Int64))
    parts = whole.with_columns(pl.col("part").str.replace_all(_BETWEEN, "\n").str.split("\n"))
    parts = parts.explode("part", empty_as_null=False).with_columns(place=pl.int_range(pl.len()).over("row"))
    read = pl.concat([whole, parts])
    named = title.parse(read.select(title="part"))
    found = named["role_id"].replace_strict(_label_of(), default=None)
    is_loose = (read["place"] >= 0) & (named["role_method"] != "exact")
    read = read.with_columns(found=found, is_late=found.is_in(_WIDE) | is_loose)
    first = read.drop_nulls("found").sort("row", "is_late", "place").unique("row", keep="first")
    return whole.join(first.select("row", "found"), on="row", how="left", maintain_order="left")["found"]


@cache
def _label_of() -> dict[str, str]:
    with ROLES.open(encoding="utf-8", newline="") as file:
        return {row["role_id"]: row["data_role"] for row in csv.DictReader(file)}


def _named(text: str, labels: set[str]) -> str | None:
    """The baseline: the longest label that the title holds."""
    return max((label for label in sorted(labels) if label.lower() in text.lower()), key=len, default=None)


# -- how far the labels can be told from the titles --


def _limits(rows: pl.DataFrame) -> Iterator[Score]:
    """What is reached by who has seen these labels: a model trained on them, and a copy of the same title's label."""
    labels = rows["label"].to_list()
    yield Score(name=f"{NAME}: a model trained on them", n=rows.height, measure=f"macro F1, {FOLDS} folds",
                figure=_macro_f1(labels, _learnt(rows["title"].to_list(), labels)))  # fmt: skip
    twins = _twins(rows)
    yield Score(name=f"{NAME}: titles alike but for case and marks", n=twins.height,
                measure="macro F1 of another's label",
                figure=_macro_f1(twins["label"].to_list(), twins["other"].to_list()))  # fmt: skip


def _learnt(titles: Sequence[str], labels: Sequence[str]) -> list[str]:
    """The label that a logistic regression on words and character 2- to 5-grams gives, trained on the other folds."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(tokenizer=str.split, token_pattern=None, ngram_range=(1, 3), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(make_union(words, letters), LogisticRegression(C=30, max_iter=400, class_weight="balanced"))
    learnt: list[str] = cross_val_predict(model, titles, labels, cv=FOLDS).tolist()
    return learnt


def _twins(rows: pl.DataFrame) -> pl.DataFrame:
    """The titles that others share the letters and digits of, in their order: `label`, and the commonest of the
    `other` ones."""
    letters = pl.col("title").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}+#]+", " ").str.strip_chars()
    keyed = rows.with_row_index("row").with_columns(letters=letters)
    others = keyed.select("letters", other="label", other_row="row")
    pairs = keyed.join(others, on="letters").filter(pl.col("row") != pl.col("other_row"))
    votes = pairs.group_by("row", "label", "other").len().sort("row", "len", "other", descending=[False, True, False])
    return votes.unique("row", keep="first", maintain_order=True)


def _macro_f1(labels: Sequence[str], found: Sequence[str | None]) -> float:
    """The mean of the labels' F1."""
    pairs = list(zip(labels, found, strict=True))
    expected, answered = Counter(labels), Counter(found)
    right = Counter(label for label, name in pairs if label == name)
    return sum(f1(right[label], answered[label], expected[label]) for label in expected) / len(expected)
