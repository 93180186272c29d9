import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import sections

PIECES = ["Requirements", "About us:", "\n", "\n\n", "- item", "A long line, which ends.", "Odd heading:", " "]


def read(text: str | None, title: str | None = "Title") -> list[tuple[str, str]]:
    """The lines of one posting below its title, each with its section."""
    lines = sections.lines(pl.Series([title], dtype=pl.String), pl.Series([text], dtype=pl.String))
    return [(line, section) for number, line, section in lines.select("number", "line", "section").rows() if number]


def section_of(text: str) -> str:
    return read(text)[-1][1]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Requirements", "required"),
        ("REQUIREMENTS:", "required"),
        ("What you’ll bring", "required"),
        ("2. Qualifications & Experience", "required"),
        ("Skills you bring to the table:", "required"),
        ("Nice-to-haves", "preferred"),
        ("Preferred Qualifications", "preferred"),
        ("Bonus points for:", "preferred"),
        ("What You'll Do", "duties"),
        ("About the role", "duties"),
        ("About Acme", "employer"),
        ("Who we are", "employer"),
        ("Why Acme?", "benefits"),
        ("Benefits & Perks", "benefits"),
        ("Equal Opportunity Employer", "legal"),
        ("Interview process", "apply"),
        ("Dein Profil", "required"),
        ("Das bieten wir dir", "benefits"),
        ("Deine Aufgaben", "duties"),
        ("Profil recherché", "required"),
        ("Qui sommes-nous ?", "employer"),
        ("Requisitos mínimos", "required"),
        ("Qué ofrecemos", "benefits"),
        ("Wat wij vragen", "required"),
        ("Vi erbjuder", "benefits"),
        ("Meriterande", "preferred"),
        ("A heading nobody knows", "other"),
        ("", "other"),
    ],
)
def test_what_a_heading_opens(heading: str, section: str) -> None:
    assert section_of(f"{heading}\n- Something that is said below it") == section


def test_a_heading_belongs_to_the_section_it_opens() -> None:
    text = "Hello there.\n\nRequirements\n- One\n\nBenefits:\n- Two"
    assert read(text) == [
        ("Hello there.", "other"),
        ("Requirements", "required"),
        ("- One", "required"),
        ("Benefits:", "benefits"),
        ("- Two", "benefits"),
    ]


def test_an_unknown_heading_ends_what_is_said_of_the_employer_and_nothing_else() -> None:
    assert section_of("About us\nWe are.\n\nYour first weeks:\n- Here") == "other"
    assert section_of("Requirements\n- One\n\nLast but not least:\n- Here") == "required"


def test_a_heading_on_the_line_itself_speaks_for_that_line() -> None:
    assert read("We do things.\nNice to have: a driving licence\nMore text.") == [
        ("We do things.", "other"),
        ("Nice to have: a driving licence", "preferred"),
        ("More text.", "other"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- Requirements",
        "Requirements are gathered by you and by all of the people who happen to sit near you.",
        "You own the requirements.",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert section_of(f"{line}\nText below.") == "other"


def test_a_title_is_line_0_and_each_posting_starts_anew() -> None:
    titles = pl.Series(["One\nline", None, "Three"])
    texts = pl.Series(["Benefits\n- Tea", None, "Tea"])
    assert sections.lines(titles, texts).rows() == [
        (0, 0, "One line", "title"),
        (0, 1, "Benefits", "benefits"),
        (0, 2, "- Tea", "benefits"),
        (1, 0, "", "title"),
        (2, 0, "Three", "title"),
        (2, 1, "Tea", "other"),
    ]


def test_the_frame_has_its_schema_even_when_empty() -> None:
    nothing = pl.Series([], dtype=pl.String)
    assert dict(sections.lines(nothing, nothing).schema) == sections.LINES


CLEANED = st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t")
"""What is left of a description when `transform.text` has taken the control characters out."""


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(CLEANED), st.lists(st.sampled_from(PIECES)).map("\n".join)))
def test_no_line_is_lost_or_made_up(text: str) -> None:
    kept = [line.strip() for line in text.split("\n")]
    assert [line.strip() for line, _ in read(text)] == [line for line in kept if line]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Node.js, .NET (C#) & C++.", "Node.js , .NET C# & C++"),
        ("- CI/CD – “R&D”; it’s 100% go-to-market", "CI CD R & D | it s 100 go to market"),
        ("10,000 words, etc.", "10 , 000 words , etc"),
        ("Ph.D. in physics. Or else!", "Ph.D | in physics | Or else"),
        ("e.g. https://www.python.org/doc", "www.python.org doc"),
        ("...", ""),
        ("", ""),
    ],
)
def test_words_stand_apart_by_one_blank(text: str, words: str) -> None:
    assert pl.DataFrame({"text": [text]}).select(sections.folded(pl.col("text"))).item() == words


def test_the_next_posting_s_title_makes_no_heading_of_a_last_line() -> None:
    titles = pl.Series(["Cook", "x" * 80, "- Cook"])
    texts = pl.Series(["Our values\n- Go\n\nOdd words", "Our values\nGo\nOdd words", None], dtype=pl.String)
    together = sections.lines(titles, texts).drop("row").rows()
    alone = [sections.lines(titles[row : row + 1], texts[row : row + 1]).drop("row").rows() for row in range(3)]
    assert together == [line for lines in alone for line in lines]
