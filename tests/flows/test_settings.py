"""Settings: where they come from, which wins, and what is said of a wrong one."""

from pathlib import Path

import pytest

from flows.profile import EXAMPLES, Profile, load_profile
from flows.settings import ConfigurationError, load, zone


def config(folder: Path, text: str, name: str = "jobgauge.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


def test_without_a_file_the_defaults_hold(elsewhere: Path):
    context = load(None, {})
    assert context.source is None
    assert context.paths.data == elsewhere / "home/.jobgauge"
    assert context.settings.collect.pace_seconds == 1.0


def test_the_file_in_the_folder_is_found_and_its_paths_are_relative_to_it(elsewhere: Path):
    config(elsewhere, 'data_dir = "data"\n[collect]\npace_seconds = 2\n')
    context = load(None, {})
    assert context.source == elsewhere / "jobgauge.toml"
    assert context.paths.warehouse == elsewhere / "data/gauge.duckdb"
    assert context.settings.collect.pace_seconds == 2.0


def test_the_environment_wins_over_the_file(elsewhere: Path):
    path = config(elsewhere, 'data_dir = "data"\n[collect]\npace_seconds = 2\n', "other.toml")
    context = load(
        None,
        {
            "JOBGAUGE_CONFIG": str(path),
            "JOBGAUGE_COLLECT__PACE_SECONDS": "0.5",
            "JOBGAUGE_COLLECT__PLATFORMS": "ashby,lever",
            "JOBGAUGE_BASE_URLS__ASHBY": "http://127.0.0.1:1/ashby",
        },
    )
    assert context.source == path
    assert context.settings.collect.pace_seconds == 0.5
    assert context.settings.collect.platforms == ("ashby", "lever")
    assert context.settings.base_urls == {"ashby": "http://127.0.0.1:1/ashby"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("data_dir = ", "not valid TOML"),
        ("data_dri = 'x'", "data_dri"),
        ("[collect]\npace_seconds = 'slow'", r"collect\.pace_seconds"),
        ("[collect]\npace_seconds = -1", "0 or more"),
        ("time_zone = 'Berlin'", "Europe/Berlin"),
        ("[base_urls]\nashby = 'ftp://x'", "must start with http"),
        ("[base_urls]\nashbi = 'http://x'", "base_urls: 'ashbi' is not a platform. Did you mean ashby"),
        ("[collect]\nplatforms = ['leverr']", "Did you mean lever.* There are ashby, greenhouse, lever, lever_eu"),
        ("[collect]\nplatforms = ['zzz']", "'zzz' is not a platform. There are"),
        ("[collect]\npace = 1", r"line 2: nothing is called 'pace'. Did you mean pace_seconds\? \[collect\] has plat"),
        ("[collect]\nat_once = 'x'", 'line 2: collect.at_once should be a whole number, not "x"'),
        ("[collect]\ndeadline_seconds = 0", "above 0"),
        ("[warehouse]\nmemory_limit = 'lots'", "500MB, 1GB or 2GiB"),
        ("[warehouse]\nmemory_limit = '0GB'", "memory_limit"),
        ("[warehouse]\nthreads = 0", "threads must be 1 or more"),
        ("contact = 3", "line 1: contact should be a text in quotes, not 3."),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(elsewhere: Path, text: str, message: str):
    path = config(elsewhere, text)
    with pytest.raises(ConfigurationError, match=message) as told:
        load(None, {})
    assert str(path) in str(told.value) or "time_zone" in text


@pytest.mark.parametrize("limit", ["500MB", "1GB", "2GiB", "0.5 gb"])
def test_memory_limits_that_hold(elsewhere: Path, limit: str):
    assert load(None, {"JOBGAUGE_WAREHOUSE__MEMORY_LIMIT": limit}).settings.warehouse.memory_limit == limit


def test_platforms_in_a_variable_may_be_spaced(elsewhere: Path):
    found = load(None, {"JOBGAUGE_COLLECT__PLATFORMS": "ashby, lever"})
    assert found.settings.collect.platforms == ("ashby", "lever")


@pytest.mark.parametrize("text", ["", 'contact = "me@example.org"\n'])
def test_a_variable_for_a_part_of_a_plain_setting_is_told(elsewhere: Path, text: str):
    config(elsewhere, text)
    with pytest.raises(ConfigurationError, match="contact"):
        load(None, {"JOBGAUGE_CONTACT__X": "y"})


def test_a_wrong_variable_is_named_beside_the_file(elsewhere: Path):
    path = config(elsewhere, "")
    with pytest.raises(ConfigurationError, match=r"JOBGAUGE_WAREHOUSE__THREADS: warehouse\.threads must be") as told:
        load(None, {"JOBGAUGE_WAREHOUSE__THREADS": "0", "JOBGAUGE_CONFIG": str(path)})
    assert str(path) in str(told.value)


def test_a_folder_is_no_configuration(elsewhere: Path):
    with pytest.raises(ConfigurationError, match=r"is a folder.*jobgauge\.toml"):
        load(elsewhere, {})


def test_a_file_that_cannot_be_read_is_told(elsewhere: Path):
    (elsewhere / "jobgauge.toml").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load(None, {})


def test_a_named_file_that_is_missing_is_told(elsewhere: Path):
    with pytest.raises(ConfigurationError, match="does not exist"):
        load(elsewhere / "nowhere.toml", {})


def test_a_profile_needs_its_role_only(tmp_path: Path):
    path = config(tmp_path, 'role = "Baker"\n', "profile.toml")
    assert load_profile(path).role == "Baker"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pay = 3", 'role is missing. Write it like role = "Data Engineer".'),
        (
            "role = 'x'\npay = 'much'",
            'line 2: pay should be a number without quotes, not "much". Write it like pay = 75',
        ),
        ("role = 'x'\npay = true", "pay should be a number without quotes, not true"),
        ("role = 'x'\n\ncountries = 'DE'", r"line 3: countries should be a list in square brackets, not \"DE\""),
        ("role = 'x'\nbenefits = ['gym', 4]", "line 2: each of benefits should be a text in quotes, not 4"),
        ("role = 'x'\n[skills]\nSQL = 'good'\nR = 4", "line 4: skills.R should be a text in quotes, not 4"),
        ("role = 'x'\n[weights]\npay = 'much'", "line 3: weights.pay should be a number"),
        ("role = 'x'\ncurency = 'EUR'", "line 2: nothing is called 'curency'. Did you mean currency?"),
        ("role = 'x'\nyears = 6,5", "not valid TOML: .* The line is: years = 6,5"),
        ("role = ", "TOML"),
        ("role = 'x'\ncountries = ['Germany']", "countries: 'Germany' is not .* Did you mean DE"),
        ("role = 'x'\ncountries = ['DE', 'UK']", "Did you mean GB"),
        ("role = 'x'\ncountries = ['XX']", "two letters"),
        ("role = 'x'\npay = 5\ncurrency = 'euro'", "currency: 'euro' is not .* Did you mean EUR"),
        ("role = 'x'\npay = 0\ncurrency = 'EUR'", "pay: 0 is not a pay"),
        ("role = 'x'\npay = inf\ncurrency = 'EUR'", "pay: inf is not a pay"),
        ("role = 'x'\npay = 5", "pay needs a currency"),
        ("role = 'x'\ncurrency = 'EUR'", "currency has no pay"),
        ("role = 'x'\nstarted_on = '1.4.2023'", "started_on: '1.4.2023' is not a date. Write it as 2023-04-01"),
        ("role = 'x'\nstarted_on = '2023-02-30'", "started_on"),
        ("role = 'x'\ncities = ['Qwertyville']", "cities: no city called 'Qwertyville'"),
        ("role = 'x'\ncountries = ['FR']\ncities = ['Berlin']", "no city in FR called 'Berlin'"),
        ("role = 'x'\nworkplaces = ['moon']", "workplaces: 'moon' is none of remote"),
        ("role = 'x'\nyears = 100", "years: 100 is not from 0 to 60"),
        ("role = 'x'\ndegree = 'PhD'", "degree: 'PhD' is none of .* doctorate"),
        ("role = 'x'\nbenefits = ['yacht']", "benefits: 'yacht' is not known. There are: "),
        ("role = 'x'\n[skills]\nSQL = 'best'", "skills: SQL = 'best' is none of some, good, strong"),
        ("role = 'x'\n[weights]\nfame = 2", "weights: 'fame' is none of pay"),
        ("role = 'x'\ninterview_hours = 0", "interview_hours: 0 is not from 0.25 to 1000"),
        ("role = 'x'\n[weights]\npay = 9", "line 3: weights.pay: 9 is not from 0 to 5"),
    ],
)
def test_a_wrong_profile_is_told(tmp_path: Path, text: str, message: str):
    path = config(tmp_path, text, "profile.toml")
    with pytest.raises(ConfigurationError, match=message) as told:
        load_profile(path)
    assert str(path) in str(told.value)


def test_the_example_of_a_profile_has_each_line_that_a_message_proposes():
    example = (Path(__file__).parents[2] / "profile.example.toml").read_text()
    lines = {name: value for name, value in EXAMPLES.items() if name != "weights"}
    assert [f"{name} = {value}" for name, value in lines.items() if f"{name} = {value}" not in example] == []
    assert set(EXAMPLES) == set(Profile.__struct_fields__)


def test_a_file_that_is_not_utf8_is_told_as_such(tmp_path: Path):
    (tmp_path / "jobgauge.toml").write_bytes(b"# caf\xe9")
    with pytest.raises(ConfigurationError, match=r"is not UTF-8 text \(byte 5\)"):
        load(tmp_path / "jobgauge.toml", {})


def test_a_start_may_be_a_date_of_toml(tmp_path: Path):
    assert load_profile(config(tmp_path, "role = 'x'\nstarted_on = 2023-04-01\n")).started_on == "2023-04-01"


def test_a_missing_profile_points_to_init(tmp_path: Path):
    with pytest.raises(ConfigurationError, match="jobgauge init"):
        load_profile(tmp_path / "profile.toml")


def test_the_machines_zone_serves_where_none_is_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert zone(None).key == "Asia/Tokyo"


def test_a_zone_of_the_machine_that_is_none_names_where_it_is_from(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "CET-1CEST")
    with pytest.raises(ConfigurationError, match="TZ = 'CET-1CEST'"):
        zone(None)
