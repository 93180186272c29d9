"""Settings: where they come from, which wins, and what is said of a wrong one."""

from pathlib import Path

import pytest

from flows.settings import ConfigurationError, load, load_profile, zone


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
    ],
)
def test_a_wrong_setting_is_named_with_its_file(elsewhere: Path, text: str, message: str):
    path = config(elsewhere, text)
    with pytest.raises(ConfigurationError, match=message) as told:
        load(None, {})
    assert str(path) in str(told.value) or "time_zone" in text


def test_a_named_file_that_is_missing_is_told(elsewhere: Path):
    with pytest.raises(ConfigurationError, match="does not exist"):
        load(elsewhere / "nowhere.toml", {})


def test_a_profile_needs_its_role_only(tmp_path: Path):
    path = config(tmp_path, 'role = "Baker"\n', "profile.toml")
    assert load_profile(path).role == "Baker"


@pytest.mark.parametrize(
    ("text", "message"), [("pay = 3", "role"), ("role = 'x'\npay = 'much'", "pay"), ("role = ", "TOML")]
)
def test_a_wrong_profile_is_told(tmp_path: Path, text: str, message: str):
    path = config(tmp_path, text, "profile.toml")
    with pytest.raises(ConfigurationError, match=message):
        load_profile(path)


def test_a_missing_profile_points_to_init(tmp_path: Path):
    with pytest.raises(ConfigurationError, match="jobgauge init"):
        load_profile(tmp_path / "profile.toml")


def test_the_machines_zone_serves_where_none_is_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert zone(None).key == "Asia/Tokyo"
