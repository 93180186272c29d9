"""`jobgauge init`: what is asked, what is written, and for whose eyes."""

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.profile import Profile, load_profile, person_of
from flows.settings import ConfigurationError, load
from flows.setup import Answers, _year_pay, write_files


def test_the_two_files_say_what_was_answered_and_the_profile_is_private(tmp_path: Path):
    said = Profile(
        role='Data "D" Engineer',
        countries=("DE", "NL"),
        pay=75000,
        currency="EUR",
        skills=("SQL", "Python"),
        started_on="2023-04-01",
    )
    answers = Answers(profile=said, contact="me@example.org")
    config, profile = write_files(answers, tmp_path, data_dir="data", time_zone="Europe/Berlin")
    context = load(config, {})
    assert context.zone.key == "Europe/Berlin"
    assert context.settings.contact == "me@example.org"
    assert context.profile_path == profile
    person = load_profile(profile)
    assert person == said
    assert stat.S_IMODE(profile.stat().st_mode) == 0o600


def test_only_the_role_is_needed(tmp_path: Path):
    _, profile = write_files(Answers(profile=Profile(role="Baker")), tmp_path, data_dir="data", time_zone="UTC")
    assert load_profile(profile).pay is None


def test_init_asks_again_after_an_unknown_role(tmp_path: Path):
    said = "Data Enginer\nData Engineer\nde\n75,000\neur\n\n\n\nn\n"
    result = CliRunner().invoke(app, ["init", "--folder", str(tmp_path)], input=said)
    assert result.exit_code == 0, result.output
    assert "Nearest: " in result.output
    assert "`jobgauge roles` lists them all" in result.output
    person = load_profile(tmp_path / "profile.toml")
    assert (person.role, person.pay, person.currency) == ("Data Engineer", 75000, "EUR")


def test_init_asks_again_after_a_wrong_country_pay_currency_and_date(tmp_path: Path):
    said = "Data Engineer\nGermany\nde\nmuch\n0\n50k\neuro\neur\n\nApril\n2023-04-01\n\nn\n"
    result = CliRunner().invoke(app, ["init", "--folder", str(tmp_path)], input=said)
    assert result.exit_code == 0, result.output
    assert "Did you mean DE?" in result.output
    assert "Did you mean EUR?" in result.output
    person = load_profile(tmp_path / "profile.toml")
    assert (person.countries, person.pay, person.currency) == (("DE",), 50000, "EUR")
    assert person.started_on == "2023-04-01"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        *[("75000", 75000), ("75,000", 75000), ("75.000", 75000), ("75 000", 75000), ("1'234'567", 1234567)],
        *[("50k", 50000), ("50.5 K", 50500), ("75,000.50", 75000.5)],
    ],
)
def test_amounts(text: str, amount: float):
    assert _year_pay(text) == amount


@pytest.mark.parametrize("text", ["much", "0", "-5", "75,00,0", "1e5", "nan", "50 EUR", "75.5", "999"])
def test_no_amount(text: str):
    with pytest.raises(ConfigurationError):
        _year_pay(text)


@pytest.mark.parametrize("pay", [1234567, 75000.5])
def test_the_pay_is_written_to_the_last_digit(tmp_path: Path, pay: float):
    answers = Answers(profile=Profile(role="Baker", pay=pay, currency="EUR"))
    _, profile = write_files(answers, tmp_path, data_dir="data", time_zone="UTC")
    assert load_profile(profile).pay == pay


def test_init_does_not_write_over_files(tmp_path: Path):
    (tmp_path / "profile.toml").write_text("mine")
    result = CliRunner().invoke(app, ["init", "--role", "Data Engineer", "--folder", str(tmp_path)])
    assert "profile.toml exists already" in str(result.exception)
    assert (tmp_path / "profile.toml").read_text() == "mine"


MORE = (
    "Data Engineer\nde\n70000\neur\nSQL, Python: strong, Excel: some, Klingon\n\n\ny\nData Analyst\nBerlin\n"
    "remote, on-site\n6\nsenior\nbachelor\n5k\n\nretirement plan\npay, remote\n4\n"
)


def test_the_further_questions_fill_the_profile(tmp_path: Path):
    result = CliRunner().invoke(app, ["init", "--folder", str(tmp_path)], input=MORE)
    assert result.exit_code == 0, result.output
    assert "not searched for Klingon" in result.output
    person = person_of(load_profile(tmp_path / "profile.toml"), tmp_path)
    assert person.roles == ("data_engineer", "data_analyst")
    assert (person.cities, person.workplaces) == (("Berlin",), ("remote", "on_site"))
    assert {skill.name: skill.level for skill in person.skills} == {"SQL": 2, "Python": 3, "Microsoft Excel": 1}
    assert person.seniority == "senior"
    assert (person.years, person.degree, person.bonus_annual, person.equity_annual) == (6, "bachelor", 5000, None)
    assert (person.benefits, person.interview_hours) == (("retirement_plan",), 4)
    assert [person.weighed[name] for name in ("pay", "remote", "growth")] == [3, 2, 1]


def test_init_takes_a_bonus_of_nought_and_no_start_to_come(tmp_path: Path):
    said = "Baker\nde\n75.5\n40k\neur\n\n2999-01-01\n2020-01-01\n\ny\n\n\n\n\n\n\n0\n\n\n\n\n"
    for answers in (said, "\n" * 20):  # the second time all that is known is kept
        result = CliRunner().invoke(app, ["init", "--folder", str(tmp_path)], input=answers)
        assert result.exit_code == 0, result.output
        profile = load_profile(tmp_path / "profile.toml")
        assert (profile.pay, profile.started_on, profile.bonus) == (40000, "2020-01-01", 0)
    assert "[0]" in result.output


def test_init_again_offers_what_it_knows_and_a_dash_takes_it_back(tmp_path: Path):
    CliRunner().invoke(app, ["init", "--folder", str(tmp_path)], input=MORE)
    (tmp_path / "jobgauge.toml").write_text("data_dir = 'here'\n")
    said = "\n\n80000\n\n-\n\n\nn\n"
    result = CliRunner().invoke(app, ["init", "--folder", str(tmp_path)], input=said)
    assert result.exit_code == 0, result.output
    assert "[Data Engineer]" in result.output
    profile = load_profile(tmp_path / "profile.toml")
    assert (profile.role, profile.pay, profile.skills, profile.cities) == ("Data Engineer", 80000, (), ("Berlin",))
    assert (tmp_path / "jobgauge.toml").read_text() == "data_dir = 'here'\n"
    assert load_profile(tmp_path / "profile.toml.before").pay == 70000
