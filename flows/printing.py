"""The report page as a PDF, by the Chromium or Chrome that the machine has; charts as picture files without one."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from flows.profile import own_person
from flows.settings import ConfigurationError, Context
from warehouse import store
from warehouse.answers.gauge import Gauge, gauge
from warehouse.reports import pictures

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
KINDS = ("png", "pdf", "svg")
_SECONDS = 120


def page_pdf(page: Path, target: Path) -> None:
    """Print the page to `target`; raises ConfigurationError where no browser is found or it fails."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise ConfigurationError(
            f"A PDF is printed by Chromium or Chrome, and neither is on the path. Install one, or print {page} from "
            "your own browser."
        )
    _private(target)
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                   f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={target.absolute()}",
                   page.absolute().as_uri()]  # fmt: skip
        if os.geteuid() == 0:  # Chromium refuses to run its sandbox as root
            command.insert(1, "--no-sandbox")
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise ConfigurationError(f"{browser} did not print {page} within {_SECONDS} seconds.") from None
    if done.returncode or not target.read_bytes().startswith(b"%PDF"):
        raise ConfigurationError(f"{browser} could not print {page} (exit code {done.returncode}).")


def charts(context: Context) -> list[str]:
    """The names of the charts that the data have something for, each with what it shows."""
    names = list(pictures.drawings(_answer(context)))
    width = max(map(len, names), default=0)
    return [f"{name:<{width}}  {pictures.caption(name)}" for name in names]


def chart(context: Context, name: str, target: Path) -> None:
    """Write one chart to `target`, whose ending says as what; raises ConfigurationError for an unknown name or kind."""
    kind = target.suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise ConfigurationError(f"{target}: the name must end in .{', .'.join(KINDS)}.")
    answer = _answer(context)
    known = pictures.drawings(answer)
    found = meant(name, list(known))
    if found is None:
        raise ConfigurationError(f"There is no chart {name!r}. There are: {', '.join(known) or 'none yet'}.")
    _private(target)
    target.write_bytes(pictures.picture(known[found](), kind, pictures.titles(answer, found)))


def meant(name: str, known: list[str]) -> str | None:
    """The chart that a name or the beginning of just one stands for: `pay` is `pay_eur` if there is no `pay_usd` too.

    None where no chart is meant, or more than one.
    """
    name = name.strip().lower()
    begun = [one for one in known if one.startswith(f"{name}_")]
    return name if name in known else begun[0] if len(begun) == 1 else None


def _answer(context: Context) -> Gauge:
    person = own_person(context)
    with store.open_reader(context.paths.snapshot) as connection:
        return gauge(connection, person, is_simulated=context.is_simulated)


def _private(target: Path) -> None:
    """Make the file, for its owner's eyes only; raises ConfigurationError where it cannot be written."""
    try:
        target.touch(mode=0o600)
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written: {error.strerror}.") from error
