"""`jobgauge interviews`: what is noted, for whose eyes, and what is said to what cannot be meant."""

import datetime as dt
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.interview_file import load, save, taught
from flows.interview_words import pay_ends
from flows.settings import LOG_NAME, ConfigurationError, Context
from flows.settings import load as load_settings
from warehouse import store
from warehouse.answers.interview_log import Application, Choice, Facts, Log
from warehouse.answers.person import Applied, Person
from warehouse.reports import page_answers


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "jobgauge.toml").write_text('data_dir = "data"\ntime_zone = "UTC"\n')
    (tmp_path / "profile.toml").write_text('role = "Data Engineer"\npay = 60000\ncurrency = "EUR"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def note(*words: str, said: str | None = None) -> Result:
    return CliRunner().invoke(app, ["interviews", *words], input=said)


def context_of_folder(home: Path) -> Context:
    return load_settings(home / "jobgauge.toml", {})


JOB = ("add", "--employer", "Example", "--title", "Data Engineer")


def test_an_interview_is_noted_beside_the_profile_for_its_owner_only(home: Path) -> None:
    result = note(*JOB, "--day", "2026-03-02", "--pay", "72k", "--home-days", "3", "--topics", "SQL, Kafka",
                  "--outcome", "offer", "--hours", "6.5", "--rather", "this", "--note", "kind people")  # fmt: skip
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Noted as interview 1: Data Engineer at Example, an offer.")
    assert stat.S_IMODE((home / LOG_NAME).stat().st_mode) == 0o600
    (entry,) = load(home / LOG_NAME).interviews
    assert (entry.day, entry.outcome, entry.hours) == (dt.date(2026, 3, 2), "offer", 6.5)
    assert entry.told == Facts(pay_low=72_000, pay_high=72_000, pay_currency="EUR", home_days=3)
    assert entry.topics == ("SQL", "Kafka")
    assert entry.features == {"pay": 0.725, "remote": 0.6}
    assert entry.choice == Choice(
        chosen="this", other="my present job", features={"pay": 0.5, "skills": 1.0, "growth": 0.0}
    )
    assert sorted(path.name for path in home.iterdir()) == [LOG_NAME, "jobgauge.toml", "profile.toml"]


def test_a_later_interview_can_be_compared_with_an_earlier_one_and_end(home: Path) -> None:
    note(*JOB, "--pay", "70k")
    note(*JOB, "--pay", "50k", "--than", "1", "--rather", "other")
    assert note("outcome", "2", "rejected", "--hours", "3").exit_code == 0
    first, second = load(home / LOG_NAME).interviews
    assert second.choice == Choice(chosen="other", other="Data Engineer at Example", features=first.features)
    assert (second.outcome, second.hours) == ("rejected", 3)
    assert '"pay EUR 50k","rejected","3","Data Engineer at Example than this one"' in note("list", "--csv").output
    assert '"outcome": "rejected"' in note("list", "--json").output
    assert stat.S_IMODE((home / LOG_NAME).stat().st_mode) == 0o600


def test_an_application_is_noted_once_a_day_and_can_be_removed(home: Path) -> None:
    for title in ("Data Engineer", "Analyst"):
        assert note("applied", "--employer", "Example", "--title", title, "--on", "2026-03-02").exit_code == 0
    again = note("applied", "--employer", "example", "--title", "Analyst", "--on", "2026-03-02")
    assert "noted already, as application 2" in str(again.exception)
    assert note("applied", "--employer", "Example", "--title", "Analyst", "--on", "2026-03-03").exit_code == 0
    assert note("remove", "1", "--application").output == "Removed: Data Engineer at Example, 2 Mar 2026.\n"
    assert [one.title for one in load(home / LOG_NAME).applications] == ["Analyst", "Analyst"]
    assert "no application 3" in str(note("remove", "3", "--application").exception)


def test_an_interview_can_be_removed(home: Path) -> None:
    note(*JOB, "--note", "first")
    note(*JOB, "--note", "second")
    assert note("remove", "1").output.startswith("Removed: Data Engineer at Example, ")
    assert [one.note for one in load(home / LOG_NAME).interviews] == ["second"]
    assert "There is no interview 2" in str(note("remove", "2").exception)


def test_openings_are_told_which_postings_were_applied_for(home: Path) -> None:
    sent = Application(day=dt.date(2026, 3, 2), employer="Example", posting_id="lever:example:1", outcome="rejected")
    other = Application(day=dt.date(2026, 3, 2), employer="Another")
    save(home / LOG_NAME, Log(applications=(other, sent)))
    person = taught(Person(role_id="data_engineer"), load(home / LOG_NAME), dt.date(2026, 3, 5))
    assert person.applied == (Applied(posting_id="lever:example:1", day=sent.day, fate="rejected"),)


def test_a_blank_employer_is_none(home: Path) -> None:
    assert "Name the posting" in str(note("add", "--employer", "  ", "--title", "Data Engineer").exception)
    assert not (home / LOG_NAME).exists()


def test_without_options_it_asks_and_asks_again(home: Path) -> None:
    said = ["", "", "Example", "Data Engineer", "yesterday", "2026-03-02", "lots", "60-65k", "9", "2", "", "", "SQL",
            "maybe", "rejected", "5", "7", "present", "neither", "other", "a note"]  # fmt: skip
    result = note("add", said="\n".join(said) + "\n")
    assert result.exit_code == 0, result.output
    for words in (
        "This is needed",
        "'yesterday' is not a date",
        "'lots' is not a pay",
        "'9' is not a number from 0 to 5",
        "'maybe' is none",
        "There is no interview 7 in the log. It is empty",
        "'neither' is neither this nor other",
    ):
        assert words in result.output
    (entry,) = load(home / LOG_NAME).interviews
    assert (entry.told.pay_high, entry.told.home_days, entry.hours, entry.note) == (65_000, 2, 5, "a note")
    assert entry.choice is not None
    assert entry.choice.chosen == "other"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--employer", "Example"], "both the employer and the title"),
        ([*JOB[1:], "--outcome", "hired"], "'hired' is none. Say pending, withdrew, rejected or offer."),
        ([*JOB[1:], "--day", "2999-01-01"], "is yet to come"),
        ([*JOB[1:], "--home-days", "6"], "'6' is not a number from 0 to 5"),
        ([*JOB[1:], "--pay", "70-60k"], "does not go from less to more"),
        ([*JOB[1:], "--pay", "25"], "too little for a year"),
        ([*JOB[1:], "--than", "present"], "neither this nor other"),
        ([*JOB[1:], "--than", "4", "--rather", "this"], "There is no interview 4"),
        (["--posting", "x"], "jobgauge run"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_noted(home: Path, words: list[str], said: str) -> None:
    result = note("add", *words)
    assert result.exit_code != 0
    assert said in str(result.exception)
    assert not (home / LOG_NAME).exists()


def test_what_a_choice_taught_goes_with_the_person_to_every_answer(home: Path) -> None:
    person = Person(role_id="data_engineer", pay_annual=60_000, weights={"pay": 3.0})
    assert taught(person, load(home / LOG_NAME), dt.date(2026, 3, 2)).learnt_weights is None
    note(*JOB, "--pay", "90k", "--rather", "other")
    learnt = taught(person, load(home / LOG_NAME), dt.date(2026, 3, 2)).learnt_weights
    assert learnt is not None
    assert learnt["pay"] < 2.7
    assert learnt["remote"] == 1.0


def test_a_log_that_was_edited_into_something_else_is_told_by_its_line(home: Path) -> None:
    note(*JOB)
    with (home / LOG_NAME).open("a") as log:
        log.write('\n{"day": "2026-03-02", "employer": "A", "title": "B", "mood": "good"}\n')
    with pytest.raises(ConfigurationError, match=r"line 3: Object contains unknown field `mood`"):
        load(home / LOG_NAME)


def test_applications_are_noted_and_move_the_chance_of_an_offer(home: Path) -> None:
    """Of five, the first was silent, the second refused, the third led to an interview and that to an offer."""
    for words in (
        ["--employer", "One", "--on", "2026-01-02"],
        ["--employer", "Two", "--on", "2026-02-20"],
        ["--employer", "example", "--title", "data engineer", "--on", "2026-02-21"],
        ["--employer", "Four", "--on", "2026-02-22", "--outcome", "withdrew"],
        ["--employer", "Five", "--on", "2026-02-23"],
    ):
        assert note("applied", *words).exit_code == 0
    assert note("answered", "2", "rejected").output == "Noted as application 2: Two, 20 Feb 2026, rejected.\n"
    note(*JOB, "--day", "2026-03-01", "--outcome", "offer")
    person = taught(Person(role_id="data_engineer"), load(home / LOG_NAME), dt.date(2026, 3, 5))
    assert (person.application_offers, person.application_refusals) == (1, 2)
    assert [entry.employer for entry in load(home / LOG_NAME).interviews] == ["Example"]
    assert len(load(home / LOG_NAME).applications) == 5
    listed = note("list", "--applications", "--csv").output
    assert '1,"2026-01-02","One","","no answer: counts as none",""' in listed
    assert '3,"2026-02-21","example","data engineer","an offer",""' in listed
    assert stat.S_IMODE((home / LOG_NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["applied"], "Name the posting, or the employer with --employer."),
        (["applied", "--employer", "One", "--on", "2999-01-01"], "Note the application when it is sent."),
        (["applied", "--employer", "One", "--outcome", "hired"], "'hired' is none"),
        (["applied", "x"], "jobgauge run"),
        (["answered", "1", "offer"], "There is no application 1 in the log"),
    ],
)
def test_an_application_that_cannot_be_meant_is_not_noted(home: Path, words: list[str], said: str) -> None:
    assert said in str(note(*words).exception)
    assert not (home / LOG_NAME).exists()


def test_what_is_learned_needs_a_log_and_data(home: Path) -> None:
    assert "jobgauge run" in str(note("learned").exception)


def test_the_page_shows_what_was_learned_and_no_file_of_an_export_does(home: Path) -> None:
    note(*JOB, "--pay", "90k", "--rather", "other", "--note", "canary 4711")
    context = context_of_folder(home)
    with store.open_writer(context.paths.snapshot) as connection:
        person = Person(role_id="data_engineer")
        shown = page_answers.sections(connection, person, load(home / LOG_NAME).interviews)
    assert shown[-1].section.key == "interviews"
    assert {placed.section.key for placed in shown if placed.section.key in page_answers.PRIVATE} == {"interviews"}
    assert all("4711" not in text for placed in shown for text in placed.section.said)
    assert "1 interview on" in note("learned").output
    assert b"4711" not in context.paths.snapshot.read_bytes()


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("", None),
        ("62000", (62_000, 62_000)),
        ("62,000", (62_000, 62_000)),
        ("62.5k", (62_500, 62_500)),
        ("60-65k", (60_000, 65_000)),
        ("60k – 65k", (60_000, 65_000)),
        ("60'000 to 65'000", (60_000, 65_000)),
        ("120 000", (120_000, 120_000)),
    ],
)
def test_pay_is_read_as_it_is_written(words: str, ends: tuple[float, float] | None) -> None:
    assert pay_ends(words) == ends
