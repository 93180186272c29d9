"""Settings: environment, then `jobgauge.toml`, then defaults; the person's own facts are in a profile of their own.

This module and the command line are the only ones that read the environment.
"""

import datetime as dt
import difflib
import math
import os
import re
import zoneinfo
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from flows.wrong_values import told

CONFIG_NAME = "jobgauge.toml"
LOG_NAME = "interviews.jsonl"
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


class ExchangeRates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the day's exchange rates come from; an empty URL keeps to those that jobgauge carries."""

    url: str = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"


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
    exchange_rates: ExchangeRates = ExchangeRates()


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
    def last_seen(self) -> Path:
        """What the last report that the person looked at showed: what the next one's news are told against."""
        return self.reports / "last_seen.json"

    @property
    def rates(self) -> Path:
        """The newest file of exchange rates that was fetched."""
        return self.data / "exchange_rates.zip"

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
    def log_path(self) -> Path:
        """The person's log of interviews and applications, beside their profile."""
        return self.profile_path.with_name(LOG_NAME)

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
    values = read_toml(source) if source else {}
    for name, value in environ.items():
        _override(values, name, value)
    said = _origin(source, environ)
    is_all_in_file = not any(map(_is_setting, environ))
    text = source.read_text(encoding="utf-8") if source and is_all_in_file else ""
    settings = convert(values, Settings, said, strict=False, text=text)
    folder = source.parent if source else Path.cwd()
    _check(settings, said)
    return context_of(settings, source, folder)


def require_real(context: Context) -> Context:
    """The context; raises ConfigurationError, saying what to do, where its data are those of a simulated market."""
    if context.is_simulated:
        raise ConfigurationError(
            f"{context.paths.data} holds the simulated market: real postings are not mixed with invented ones. For "
            "real ones leave JOBGAUGE_DATA_DIR out, or let it (or data_dir in jobgauge.toml) name another folder; "
            "`jobgauge demo` makes the simulated market anew."
        )
    return context


def environment_context(config: Path | None) -> Context:
    """The settings in force in this process's environment."""
    return load(config, os.environ)


def context_of(settings: Settings, source: Path | None, folder: Path) -> Context:
    """The settings with their paths made absolute, relative ones seen from `folder`."""
    paths = Paths(data=_absolute(settings.data_dir, folder))
    # A simulated market has a person of its own: nobody's real profile and log have a part in it.
    own = paths.data / "profile.toml"
    return Context(
        settings=settings,
        source=source,
        paths=paths,
        profile_path=own if paths.simulated.exists() and own.exists() else _absolute(settings.profile, folder),
        boards_path=_absolute(settings.boards, folder),
    )


def country_code(text: str, where: str) -> str:
    """The ISO 3166 alpha-2 code that `text` is, in capitals; raises ConfigurationError, saying `where`, for another."""
    import pycountry

    code = text.strip().upper()
    if len(code) == len("DE") and pycountry.countries.get(alpha_2=code):
        return code
    meant = _MEANT.get(code) or _looked_up(pycountry.countries, code, "alpha_2")
    raise ConfigurationError(
        f"{where}: {text!r} is not a country's two letters (ISO 3166), such as DE or NL."
        + (f" Did you mean {meant}?" if meant else "")
    )


def currency_code(text: str, where: str) -> str:
    """The ISO 4217 code that `text` is, in capitals; raises ConfigurationError, saying `where`, for another."""
    import pycountry

    code = text.strip().upper()
    if len(code) == len("EUR") and pycountry.currencies.get(alpha_3=code):
        return code
    meant = _looked_up(pycountry.currencies, code, "alpha_3")
    raise ConfigurationError(
        f"{where}: {text!r} is not a currency's three letters (ISO 4217), such as EUR or USD."
        + (f" Did you mean {meant}?" if meant else "")
    )


_MEANT = {"UK": "GB", "EL": "GR"}
"""Letters that people write for a country though ISO 3166 has others."""


def _looked_up(table: Any, words: str, code: str) -> str | None:
    """The code of the entry that has `words` as a name or another code, where there is one."""
    try:
        return str(getattr(table.lookup(words), code))
    except LookupError:
        return None


def positive_pay(pay: float, where: str) -> float:
    """The pay; raises ConfigurationError, saying `where`, where it is not an amount above zero."""
    if not (math.isfinite(pay) and pay > 0):
        raise ConfigurationError(f"{where}: {pay:g} is not a pay. Write what you earn a year, such as 75000.")
    return pay


_AMOUNT = re.compile(r"(\d{1,3}(?:[ ,.'’]\d{3})+|\d+)(?:[.,](\d{1,2}))?\s*(k?)", re.IGNORECASE)


def amount(text: str) -> float:
    """The pay in `text`, such as 75000, 75,000 or 75k; raises ConfigurationError for anything else."""
    return positive_pay(amount_or_nought(text), "Pay")


def amount_or_nought(text: str) -> float:
    """The amount in `text`, from 0 on; raises ConfigurationError for anything else."""
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        raise ConfigurationError(f"{text!r} is not an amount. Write it like 75000.")
    value = float(f"{re.sub(r'[^0-9]', '', found[1])}.{found[2] or 0}")
    return value * 1000 if found[3] else value


def iso_date(text: str, where: str) -> str:
    """The date as it is written; raises ConfigurationError, saying `where`, where it is not like 2023-04-01."""
    try:
        return dt.datetime.strptime(text.strip(), "%Y-%m-%d").date().isoformat()  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        raise ConfigurationError(f"{where}: {text!r} is not a date. Write it as 2023-04-01.") from None


def require_platforms(names: Iterable[str], where: str) -> None:
    """Raise ConfigurationError, saying `where`, for a name that is no platform's."""
    from extract.sources import SOURCES  # asking for help must not load the platforms

    for name in names:
        if name not in SOURCES:
            near = difflib.get_close_matches(name.lower(), SOURCES, n=1)
            raise ConfigurationError(
                f"{where}: {name!r} is not a platform. "
                + (f"Did you mean {near[0]}? " if near else "")
                + f"There are {', '.join(sorted(SOURCES))}."
            )


def zone(name: str | None) -> zoneinfo.ZoneInfo:
    """The time zone `name`, or the machine's own; raises ConfigurationError for an unknown name."""
    try:
        return zoneinfo.ZoneInfo(name or _machine_zone())
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        if name:
            said, what = f"time_zone = {name!r}", "it"
        else:
            said, what = (
                f"The machine's time zone (TZ = {os.environ.get('TZ', '')!r})",
                "TZ, or time_zone in the settings,",
            )
        raise ConfigurationError(
            f"{said}: no such time zone. Write {what} as Area/City, for example Europe/Berlin."
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
        if named.is_dir():
            raise ConfigurationError(f"{named} is a folder. Name the file in it, such as {named / CONFIG_NAME}.")
        return named.resolve()
    candidates = (Path(CONFIG_NAME), Path(HOME).expanduser() / CONFIG_NAME)
    return next((path.resolve() for path in candidates if path.exists()), None)


def read_toml(path: Path) -> dict[str, Any]:
    """What the file says; raises ConfigurationError where it cannot be read or is no TOML."""
    try:
        values: dict[str, Any] = msgspec.toml.decode(path.read_bytes())
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except msgspec.DecodeError as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}.{_said_in(path, str(error))}") from error
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}.") from error
    return values


def _said_in(path: Path, message: str) -> str:
    """The line that the message is about, as it stands there; empty where it names none."""
    found = re.search(r"at line (\d+)", message)
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if not found or not 0 < int(found[1]) <= len(lines):
        return ""
    return f" The line is: {lines[int(found[1]) - 1].strip()[:80]}"


_NOT_SETTINGS = {"JOBGAUGE_CONFIG"}


def _is_setting(variable: str) -> bool:
    return variable.startswith("JOBGAUGE_") and variable not in _NOT_SETTINGS


def _origin(source: Path | None, environ: Mapping[str, str]) -> str:
    """Where the settings come from, for a message: the file, and the variables that win over it."""
    variables = sorted(filter(_is_setting, environ))
    return f"{source or 'The defaults'}" + (f" with {', '.join(variables)}" if variables else "")


def _override(values: dict[str, Any], name: str, value: str) -> None:
    """Put the value of the variable JOBGAUGE_SECTION__NAME where the file would have it."""
    if not _is_setting(name):
        return
    *sections, last = name.removeprefix("JOBGAUGE_").lower().split("__")
    for section in sections:
        values = values.setdefault(section, {})
        if not isinstance(values, dict):
            raise ConfigurationError(f"The variable {name}: {section} is a single setting and has no parts.")
    values[last] = [word.strip() for word in value.split(",")] if last == "platforms" else value


def convert(
    values: dict[str, Any], kind: type[T], source: str, *, strict: bool, text: str = "",
    examples: Mapping[str, str] | None = None,
) -> T:  # fmt: skip
    """The values as `kind`; raises ConfigurationError, naming `source`, where they do not fit.

    With the `text` of the file the line is named too, and with `examples` how the value might be written.
    """
    try:
        return msgspec.convert(values, kind, strict=strict)
    except msgspec.ValidationError as error:
        said = told(str(error), values, _names(kind), source, text, examples)
        raise ConfigurationError(said or f"{source}: {error}.") from error


def _names(kind: type) -> dict[str, tuple[str, ...]]:
    """What may be set, each with the names of its own where it is a section."""
    return {
        field.name: field.type.__struct_fields__
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)
        else ()
        for field in msgspec.structs.fields(kind)
    }


def _absolute(path: str, folder: Path) -> Path:
    return (folder / Path(path).expanduser()).absolute()


_MEMORY = re.compile(r"(?=.*[1-9])\d+(?:\.\d+)?\s*[KMGT]i?B", re.IGNORECASE)


def _check(settings: Settings, source: str) -> None:
    zone(settings.time_zone)
    _check_collect(settings.collect, source)
    require_platforms(settings.collect.platforms, f"{source}: collect.platforms")
    require_platforms(settings.base_urls, f"{source}: base_urls")
    for platform, url in settings.base_urls.items():
        if not url.startswith(("http://", "https://")):
            raise ConfigurationError(f"{source}: base_urls.{platform} = {url!r} must start with http:// or https://.")
    if not _MEMORY.fullmatch(settings.warehouse.memory_limit):
        raise ConfigurationError(
            f"{source}: warehouse.memory_limit = {settings.warehouse.memory_limit!r} must be a number with a unit, "
            "such as 500MB, 1GB or 2GiB."
        )
    if settings.warehouse.threads < 1:
        raise ConfigurationError(f"{source}: warehouse.threads must be 1 or more.")


def _check_collect(collect: Collect, source: str) -> None:
    if not collect.pace_seconds >= 0 or collect.at_once < 1:
        raise ConfigurationError(f"{source}: collect.pace_seconds must be 0 or more and collect.at_once 1 or more.")
    if not collect.deadline_seconds > 0 or collect.max_body_mib < 1:
        raise ConfigurationError(
            f"{source}: collect.deadline_seconds must be above 0 and collect.max_body_mib 1 or more."
        )
