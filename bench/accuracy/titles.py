"""Titles: the family of roles on hand-labelled titles, the occupation in ESCO, and seniority."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import polars as pl
from rapidfuzz import fuzz, process

from bench import captures
from bench.accuracy.score import Mistake, Result, Score, Share, counted, kappa, reported
from transform import coding, roles, seniority, taxonomy, title
from transform.schema import RAW

GOLD = Path(__file__).parents[1] / "gold"
FAMILIES = {
    "role family": "roles_fresh.csv",
    "role family: one title a board": "roles_third.csv",
    "role family: earlier titles": "roles.csv",
}
"""The families of titles: two labelings made apart, and what was settled on. The totals of the earlier titles were
looked at many times while the lexicon was built; the others are of other postings, the third set one of a board."""
OTHER = "other"
"""The label of a title that names no role, or one of no family."""
_LEVELS = ("intern", "junior", "senior", "staff", "principal", "lead", "manager", "director", "executive")
_RECALL_AT = 10


def results(labelled: Path, *, is_all: bool) -> Iterator[Result]:
    """The results on every set of titles."""
    if captures.are_here():
        titles = captures.titles()
        for name, file in FAMILIES.items():
            yield _families(name, GOLD / file, titles)
    for path in sorted(labelled.glob("title_to_esco*.csv")):
        yield from _esco(path, is_all=is_all)
    for path in sorted(labelled.glob("seniority_cases*.tsv")):
        yield _seniority(path, is_all=is_all)


def _frame(titles: Sequence[str]) -> pl.DataFrame:
    rows = [{"title": text} for text in titles]
    return pl.DataFrame(rows, schema={**RAW, "country_code": pl.String, "years_min": pl.Int16})


# -- families, on our own gold set --


def _families(name: str, path: Path, titles: Mapping[tuple[str, str, str], str]) -> Result:
    """Each found family against the settled label, on all titles and on those whose words were never read before."""
    with path.open(encoding="utf-8", newline="") as file:
        gold = list(csv.DictReader(file))
    texts = [titles[row["platform"], row["board"], row["posting_id"]] for row in gold]
    found = title.parse(_frame(texts))["role_id"].replace_strict(_family_of(), default=None)
    rows = pl.DataFrame(gold).with_columns(found=found, nearest=pl.Series(_nearest_families(texts)))
    scores = [_family_score(name, rows)]
    if "is_new" in rows.columns:
        scores.append(_family_score(f"{name}: new titles", rows.filter(pl.col("is_new") == "yes")))
    agreement = kappa([(row["first"], row["second"]) for row in gold])
    scores.append(Score(name=f"{name}: two labellings", n=len(gold), measure="Cohen's kappa", figure=agreement))
    wrong = [
        Mistake(name, text, label, family or "unknown")
        for text, label, family in zip(texts, rows["family"], found, strict=True)
        if (family or OTHER) != label
    ]
    return Result(scores, wrong)


def _family_score(name: str, rows: pl.DataFrame) -> Score:
    """The score of `found` against `family`; a title that is labelled `other` should find none."""
    answered, alike = rows.drop_nulls("found"), rows.filter(pl.col("nearest") == pl.col("family"))
    hits, positives = answered.filter(pl.col("found") == pl.col("family")), rows.filter(pl.col("family") != OTHER)
    coverage, precision = Share(answered.height, rows.height), Share(hits.height, answered.height)
    is_met = bool(precision.value and precision.value >= 0.95 and coverage.value and coverage.value >= 0.80)
    return Score(name=name, n=rows.height, coverage=coverage, precision=precision,
                 recall=Share(hits.height, positives.height), measure="precision at coverage",
                 figure=precision, goal="precision ≥ 95, coverage ≥ 80", is_met=is_met, baseline="rapidfuzz WRatio",
                 baseline_figure=Share(alike.height, rows.height))  # fmt: skip


@cache
def _family_of() -> dict[str, str]:
    return dict(roles.roles().select("role_id", "role_family").iter_rows())


def _nearest_families(texts: Sequence[str]) -> list[str]:
    """The baseline: the family of the alias that is spelt most like the title."""
    names = dict(roles.aliases().select("alias", "role_id").iter_rows())
    best = (process.extractOne(text.lower(), names.keys(), scorer=fuzz.WRatio) for text in texts)
    return [_family_of()[names[found[0]]] if found else OTHER for found in best]


# -- the official occupations --


def _esco(path: Path, *, is_all: bool) -> Iterator[Result]:
    """The rank of the labelled occupation among all of ESCO's, with O*NET and SOC loaded beside it and without."""
    folder = captures.SHARED / "reference"
    if not folder.is_dir():
        return
    code = pl.col("conceptUri").str.extract("([^/]+)$")
    rows = pl.read_csv(path, infer_schema=False).select("vacancyTitle", code=code)
    rows = rows.filter(reported(rows["vacancyTitle"], is_all=is_all))
    esco = taxonomy.read("esco", folder / "esco_en")
    others = [taxonomy.read("onet", folder / "onet_27_0"), taxonomy.read("soc", folder / "soc_2018")]
    plain = _plain_mrr(rows, esco)
    for name, beside in (("title to ESCO", others), ("title to ESCO, without O*NET and SOC", [])):
        ranked = coding.rank(rows["vacancyTitle"].unique(), esco, 100, beside).select("title", "code", "rank")
        first = rows.join(ranked, left_on=["vacancyTitle", "code"], right_on=["title", "code"], how="left")["rank"]
        mrr = float((1 / first).fill_null(0).mean() or 0)  # type: ignore[arg-type]
        recall = Share(counted(first <= _RECALL_AT), rows.height)
        yield Result([
            Score(name=name, n=rows.height, measure="MRR", figure=mrr, goal="≥ 0.36", is_met=mrr >= 0.36,
                  baseline="character TF-IDF of the labels", baseline_figure=plain),
            Score(name=f"{name}: recall at 10", n=rows.height, measure="recall@10", figure=recall, goal="≥ 55",
                  is_met=bool(recall.value and recall.value >= 0.55)),
        ])  # fmt: skip


def _plain_mrr(rows: pl.DataFrame, esco: "taxonomy.Taxonomy") -> float:
    """The baseline: each occupation's labels as one text, by the cosine of character 2- to 5-grams."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    texts = esco.entries.group_by("code", maintain_order=True).agg(pl.col("name").str.join(" "))
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    names = vectors.fit_transform(texts["name"].to_list())
    titles = vectors.transform(rows["vacancyTitle"].to_list())
    best = sp_matmul_topn(titles, names.T.tocsr(), top_n=100, sort=True, n_threads=2)
    place = {code: number for number, code in enumerate(texts["code"])}
    total = 0.0
    for row, code in enumerate(rows["code"]):
        ranked = list(best.indices[best.indptr[row] : best.indptr[row + 1]])
        total += 1 / (1 + ranked.index(place[code])) if place.get(code) in ranked else 0
    return total / rows.height


# -- seniority --


def _seniority(path: Path, *, is_all: bool) -> Result:
    rows = pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None)
    rows = rows.filter(reported(rows["title"], is_all=is_all))
    labels = rows["level"].replace({"none": None})
    found = seniority.parse(_frame(rows["title"].to_list()))["seniority"]
    words = [next((level for level in _LEVELS if level in text.lower()), None) for text in rows["title"]]
    plain = labels.eq_missing(pl.Series(words, dtype=pl.String))
    right = Share(counted(labels.eq_missing(found)), rows.height)
    answered = found.is_not_null()
    score = Score(name="seniority", n=rows.height, coverage=Share(counted(answered), rows.height),
                  precision=Share(counted(answered & labels.eq_missing(found)), counted(answered)), measure="exact",
                  figure=right, goal="≥ 95", is_met=bool(right.value and right.value >= 0.95),
                  baseline="the level's word in the title",
                  baseline_figure=Share(counted(plain), rows.height))  # fmt: skip
    wrong = rows.with_columns(found=found, label=labels).filter(~labels.eq_missing(found))
    return Result([score], [Mistake("seniority", r["title"], r["level"], str(r["found"])) for r in wrong.to_dicts()])
