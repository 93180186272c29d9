"""Settings: environment, then `jobgauge.toml`, then defaults; the person's own facts are in a profile of their own.

This module and the command line are the only ones that read the environment.
"""

import os
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

CONFIG_NAME = "jobgauge.toml"
HOME = "~/.jobgauge"
T = TypeVar("T")


class ConfigurationError(Exception):
    """A setting is missing or wrong; the message names the file, the setting, and what would be right."""


class Collect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How boards are asked."""

    platforms: tuple[str, ...] = ("ashby", "greenhouse", "lever", "lever_eu")
    only_own_boards: bool = False
    pace_seconds: float = 1.0
    at_once: int = 1
    deadline_seconds: float = 30.0
    max_body_mib: int = 25


class Schedule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the daily run happens, in the person's time zone."""

    cron: str = "30 6 * * *"


class Warehouse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the warehouse may use."""

    memory_limit: str = "1GB"
    threads: int = 2


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that `jobgauge.toml` may say; relative paths are relative to that file."""

    data_dir: str = HOME
    profile: str = "profile.toml"
    boards: str = "boards.csv"
    time_zone: str | None = None
    contact: str | None = None
    collect: Collect = Collect()
    base_urls: dict[str, str] = {}
    schedule: Schedule = Schedule()
    warehouse: Warehouse = Warehouse()


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The person, as far as they care to say: only the role is needed. Never sent anywhere."""

    role: str
    countries: tuple[str, ...] = ()
    pay: float | None = None
    currency: str | None = None
    skills: tuple[str, ...] = ()
    started_on: str | None = None


class Paths(msgspec.Struct, frozen=True, kw_only=True):
    """Where everything lives that a run makes; all below the data folder, all readable by the owner only."""

    data: Path

    @property
    def archive(self) -> Path:
        """The folder of kept answers."""
        return self.data / "archive"

    @property
    def warehouse(self) -> Path:
        """The writer's DuckDB file."""
        return self.data / "gauge.duckdb"

    @property
    def snapshot(self) -> Path:
        """The published DuckDB file, for readers."""
        return self.data / "reports.duckdb"

    @property
    def reports(self) -> Path:
        """The folder of pages and CSV files."""
        return self.data / "reports"

    @property
    def lock(self) -> Path:
        """The file that the one writer holds locked."""
        return self.data / "jobgauge.lock"

    @property
    def simulated(self) -> Path:
        """The file that marks the data as those of a simulated market."""
        return self.data / "SIMULATED"

    @property
    def prefect(self) -> Path:
        """Prefect's own folder, where the person has configured none."""
        return self.data / "prefect"


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """The settings in force, the file they came from (None: defaults), and the paths made absolute."""

    settings: Settings
    source: Path | None
    paths: Paths
    profile_path: Path
    boards_path: Path

    @property
    def is_simulated(self) -> bool:
        """Whether the data are those of a simulated market; every report of them says so."""
        return self.paths.simulated.exists()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone; the machine's, where none is set."""
        return zone(self.settings.time_zone)


def load(config: Path | None, environ: Mapping[str, str]) -> Context:
    """The settings in force: `config`, else JOBGAUGE_CONFIG, else ./jobgauge.toml, else the one in the data folder.

    Every setting can be overridden by a variable named after it: JOBGAUGE_DATA_DIR, JOBGAUGE_COLLECT__PACE_SECONDS,
    JOBGAUGE_BASE_URLS__ASHBY. Raises ConfigurationError where a file is missing or malformed, or a value is wrong.
    """
    source = _find(config, environ)
    values = _read_toml(source) if source else {}
    for name, value in environ.items():
        _override(values, name, value)
    settings = _convert(values, Settings, source or Path("the environment"), strict=False)
    folder = source.parent if source else Path.cwd()
    _check(settings, source or Path("the settings"))
    return context_of(settings, source, folder)


def environment_context(config: Path | None) -> Context:
    """The settings in force in this process's environment."""
    return load(config, os.environ)


def context_of(settings: Settings, source: Path | None, folder: Path) -> Context:
    """The settings with their paths made absolute, relative ones seen from `folder`."""
    return Context(
        settings=settings,
        source=source,
        paths=Paths(data=_absolute(settings.data_dir, folder)),
        profile_path=_absolute(settings.profile, folder),
        boards_path=_absolute(settings.boards, folder),
    )


def load_profile(path: Path) -> Profile:
    """The person's profile; raises ConfigurationError where there is none or it does not fit."""
    if not path.exists():
        raise ConfigurationError(f"{path} does not exist: it says which role to gauge. `jobgauge init` writes it.")
    return _convert(_read_toml(path), Profile, path, strict=True)


def zone(name: str | None) -> zoneinfo.ZoneInfo:
    """The time zone `name`, or the machine's own; raises ConfigurationError for an unknown name."""
    try:
        return zoneinfo.ZoneInfo(name or _machine_zone())
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(
            f"time_zone = {name!r}: no such time zone. Write it as Area/City, for example Europe/Berlin."
        ) from error


def _machine_zone() -> str:
    """The machine's zone from TZ or the link that most systems have; UTC where neither says."""
    if os.environ.get("TZ", "").strip(":"):
        return os.environ["TZ"].strip(":")
    _, _, name = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return name or "UTC"


def _find(config: Path | None, environ: Mapping[str, str]) -> Path | None:
    named = config or (Path(environ["JOBGAUGE_CONFIG"]) if environ.get("JOBGAUGE_CONFIG") else None)
    if named is not None:
        if not named.exists():
            raise ConfigurationError(f"{named} does not exist. `jobgauge init` writes a configuration.")
        return named.resolve()
    candidates = (Path(CONFIG_NAME), Path(HOME).expanduser() / CONFIG_NAME)
    return next((path.resolve() for path in candidates if path.exists()), None)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        values: dict[str, Any] = msgspec.toml.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}") from error
    return values


_NOT_SETTINGS = {"JOBGAUGE_CONFIG"}


def _override(values: dict[str, Any], name: str, value: str) -> None:
    """Put the value of the variable JOBGAUGE_SECTION__NAME where the file would have it."""
    if not name.startswith("JOBGAUGE_") or name in _NOT_SETTINGS:
        return
    *sections, last = name.removeprefix("JOBGAUGE_").lower().split("__")
    for section in sections:
        values = values.setdefault(section, {})
    values[last] = value.split(",") if last == "platforms" else value


def _convert(values: dict[str, Any], kind: type[T], source: Path, *, strict: bool) -> T:
    try:
        return msgspec.convert(values, kind, strict=strict)
    except msgspec.ValidationError as error:
        known = ", ".join(kind.__struct_fields__)  # type: ignore[attr-defined]
        raise ConfigurationError(f"{source}: {error}. The settings at its top level are: {known}.") from error


def _absolute(path: str, folder: Path) -> Path:
    return (folder / Path(path).expanduser()).absolute()


def _check(settings: Settings, source: Path) -> None:
    zone(settings.time_zone)
    if settings.collect.pace_seconds < 0 or settings.collect.at_once < 1:
        raise ConfigurationError(f"{source}: collect.pace_seconds must be 0 or more and collect.at_once 1 or more.")
    for platform, url in settings.base_urls.items():
        if not url.startswith(("http://", "https://")):
            raise ConfigurationError(f"{source}: base_urls.{platform} = {url!r} must start with http:// or https://.")
