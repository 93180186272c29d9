import csv
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import sections, skills
from transform.limits import READ
from transform.schema import RAW, SKILL, TABLES, frame_schema

FILE = Path(__file__).parent / "examples" / "skills.csv"
EXAMPLES = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
REFERENCE = Path(skills.__file__).parent / "reference" / "skills.csv"
ROWS = list(csv.DictReader(REFERENCE.read_text(encoding="utf-8").splitlines()))
SCHEMA = {**RAW, "description_text": pl.String}
PIECES = [
    "Python",
    "Go",
    "R&D",
    "Requirements",
    "Nice to have:",
    "- ",
    "\n",
    "not",
    "a plus",
    "C++.",
    "É",
    "İ",
    " ",
    "|",
]
ANY_TEXT = st.one_of(st.none(), st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join))


def frame(*rows: dict[str, str | None]) -> pl.DataFrame:
    """Postings with a title and a description, each on a board of its own unless it says which."""
    own = [{"platform": "ashby", "board": f"board {number}", **row} for number, row in enumerate(rows)]
    return pl.DataFrame(own, schema=SCHEMA)


def needs(posting: list[dict[str, object]]) -> dict[str, object]:
    return {str(skill["skill_id"]): skill["skill_need"] for skill in posting}


def said(title: str | None, text: str | None) -> dict[str, object]:
    (posting,) = skills.parse(frame({"title": title, "description_text": text}))["skills"].to_list()
    return needs(posting)


def expected(row: dict[str, str]) -> dict[str, str]:
    return dict(item.split(":") for item in row["skills"].split("|") if item)


def of_example(row: dict[str, str]) -> dict[str, str | None]:
    return {"title": row["title"], "description_text": row["text"].replace("\\n", "\n")}


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row['title']}; {row['text']}")
def test_an_example(row: dict[str, str]) -> None:
    assert said(row["title"], of_example(row)["description_text"]) == expected(row)


def test_the_examples_together_are_read_as_each_alone() -> None:
    found = skills.parse(frame(*map(of_example, EXAMPLES), *map(of_example, EXAMPLES)))["skills"].to_list()
    assert [needs(posting) for posting in found] == [expected(row) for row in EXAMPLES] * 2


def test_the_frame_has_its_schema_even_when_empty() -> None:
    schema = {"skills": pl.List(SKILL), **frame_schema(["skills_version"])}
    assert dict(skills.parse(frame()).schema) == schema
    assert skills.parse(frame({"title": None, "description_text": None})).rows() == [([], skills.VERSION)]
    assert dict(skills.parse(frame({})).schema) == schema


def test_a_skill_counts_once_a_line_and_again_in_another() -> None:
    (posting,) = skills.parse(
        frame({"title": "Python lead", "description_text": "Python, SQL, Python\nMore Python\nmore  python!"})
    )["skills"].to_list()
    assert [skill["skill_id"] for skill in posting] == ["python", "python", "sql", "python"]
    assert len({skill["line_hash"] for skill in posting}) == 3


def test_the_hash_of_a_line_stays_whatever_its_digits_case_and_blanks() -> None:
    rows = [{"title": "x", "description_text": f"5 years of Python{text}"} for text in ("", ".", " ", "!")]
    rows.append({"title": "x", "description_text": "- 7 YEARS  of python"})
    hashes = skills.parse(frame(*rows)).explode("skills").unnest("skills")["line_hash"]
    assert hashes.unique().to_list() == [1938073714356241150]


def test_only_the_start_of_a_description_is_read() -> None:
    assert said("x", "word " * (READ // 5 - 2) + "Python") == {"python": "mentioned"}
    assert said("x", "word " * (READ // 5) + "Python") == {}


@pytest.mark.parametrize("limit", ["_SLICE", "_AT_ONCE"])
def test_slices_do_not_change_what_is_found(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    postings = frame(*map(of_example, EXAMPLES), {"title": None, "description_text": None})
    whole = skills.parse(postings)
    monkeypatch.setattr(skills, limit, 50)
    assert skills.parse(postings).equals(whole)


def test_of_a_title_without_end_as_much_is_read_as_of_a_text() -> None:
    assert said("Python " + "x" * READ + " SQL", None) == {"python": "mentioned"}


def test_the_employer_is_no_skill_of_its_own_postings() -> None:
    words = {"title": "Engineer", "description_text": "Build Figma and use Notion"}
    rows = ({**words, "board": "figma"}, {**words, "board": "x", "employer": "Notion"}, words)
    found = [needs(posting) for posting in skills.parse(frame(*rows))["skills"].to_list()]
    assert found == [{"notion": "mentioned"}, {"figma": "mentioned"}, {"figma": "mentioned", "notion": "mentioned"}]


def board(count: int, text: str, **more: str) -> pl.DataFrame:
    """Postings of one board in two departments, with one text."""
    return frame(
        *(
            {"title": f"Job {number}", "department": "AB"[number % 2], "board": "one", "description_text": text, **more}
            for number in range(count)
        )
    )


def test_a_posting_says_the_same_whatever_stands_beside_it() -> None:
    """What many postings of a board repeat is told from the whole warehouse, not from the batch they come in."""
    postings = pl.concat([board(6, "We grew up on Python."), board(2, "Requirements\n- SQL")])
    together = skills.parse(postings)["skills"].to_list()
    assert together == [skills.parse(postings[row])["skills"].to_list()[0] for row in range(postings.height)]
    assert all(together)


def test_another_vocabulary_adds_its_names_of_two_words() -> None:
    names = pl.DataFrame(
        {
            "skill_id": ["x1", "x2", "x3", "x4"],
            "name": ["Herd yaks humanely", "yodelling", "machine learning", "herd yaks humanely"],
            "kind": ["knowledge"] * 4,
        }
    )
    extra = skills.extended(names)
    assert extra.rows() == [("x1", "Herd yaks humanely", "knowledge")]
    postings = frame({"title": "Herder", "description_text": "You herd yaks HUMANELY, with yodelling and Python"})
    assert needs(skills.parse(postings, extra)["skills"].to_list()[0]) == {"x1": "mentioned", "python": "mentioned"}
    assert needs(skills.parse(postings)["skills"].to_list()[0]) == {"python": "mentioned"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=4))
def test_whatever_it_is_given_it_answers_row_by_row(texts: list[tuple[str | None, str | None]]) -> None:
    postings = frame(*({"title": title, "description_text": text} for title, text in texts))
    found = skills.parse(postings)
    assert found.height == len(texts)
    alone = [skills.parse(part).rows() for part in postings.iter_slices(1)]
    assert found.rows() == [row for rows in alone for row in rows]


def test_core_skill_has_its_columns() -> None:
    table = skills.skills()
    assert dict(table.schema) == dict(frame_schema(TABLES["core.skill"].columns))
    assert table.height == len(ROWS)


# -- the reference file --


def test_there_are_enough_skills_each_with_an_id_and_a_name_of_its_own() -> None:
    assert len(ROWS) >= 3_000
    for column in ("skill_id", "skill_name"):
        values = [row[column].casefold() for row in ROWS]
        assert sorted({value for value in values if values.count(value) > 1}) == []
    assert not [row["skill_id"] for row in ROWS if not row["skill_id"].replace("_", "").isalnum()]


def test_every_row_says_what_it_may_say() -> None:
    assert {row["skill_kind"] for row in ROWS} <= set(skills.KINDS)
    assert {row["ambiguity"] for row in ROWS} <= set(skills.AMBIGUITIES)
    told = {"context": True, "none": False, "case": False}
    assert [
        row["skill_id"] for row in ROWS if told.get(row["ambiguity"], bool(row["context"])) != bool(row["context"])
    ] == []


def folded(words: list[str]) -> list[str]:
    column = pl.Series("words", words, dtype=pl.String).to_frame()
    return column.select(sections.folded(pl.col("words")).str.to_lowercase()).to_series().to_list()


SEVERAL = re.compile(r"[/,&]| and | und ")


def test_a_spelling_belongs_to_one_skill_unless_it_names_several_and_has_a_word() -> None:
    pairs = [
        (row["skill_id"], name) for row in ROWS for name in [row["skill_name"], *row["aliases"].split("|")] if name
    ]
    owner: dict[str, str] = {}
    clashes = []
    for key, (skill_id, name) in zip(folded([name for _, name in pairs]), pairs, strict=True):
        is_shared = owner.setdefault(key, skill_id) != skill_id and not SEVERAL.search(name)
        clashes += [(key, skill_id, owner[key])] if is_shared or not key else []
    assert clashes == []


def test_an_exclusion_holds_a_spelling_of_its_skill() -> None:
    names = [
        (row["skill_id"], name) for row in ROWS for name in [row["skill_name"], *row["aliases"].split("|")] if name
    ]
    phrases = [(row["skill_id"], phrase) for row in ROWS for phrase in row["exclusions"].split("|") if phrase]
    spellings: dict[str, list[str]] = {}
    for (skill_id, _), key in zip(names, folded([name for _, name in names]), strict=True):
        spellings.setdefault(skill_id, []).append(f" {key} ")
    keys = folded([phrase for _, phrase in phrases])
    idle = [
        pair
        for pair, key in zip(phrases, keys, strict=True)
        if not any(spelling in f" {key} " and spelling != f" {key} " for spelling in spellings[pair[0]])
    ]
    assert idle == []


def test_plain_words_are_no_spelling_in_any_case() -> None:
    common = {"go", "r", "c", "excel", "word", "spark", "swift", "rust", "access", "teams", "make", "less", "chef"}
    names = [[row["skill_name"], *row["aliases"].split("|")] for row in ROWS if row["ambiguity"] == "none"]
    assert common & set(folded([name for some in names for name in some])) == set()
