"""How Prefect is set up, before it is first imported: private, silent, and in a folder of our own."""

import os
from collections.abc import MutableMapping
from pathlib import Path

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
    "PREFECT_CLI_PROMPT": "false",
    # The embedded server takes 15 to 22 s to its first answer on two busy cores; Prefect's own limit is 20.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}
CONFIGURED = ("PREFECT_API_URL", "PREFECT_HOME", "PREFECT_PROFILES_PATH")


def prepare(home: Path, *, is_quiet: bool = True, environ: MutableMapping[str, str] = os.environ) -> None:
    """Set what Prefect reads when it is imported; what the person has set stays as it is.

    `is_quiet` leaves telling of errors to the command line.

    Where the person has configured no Prefect of their own it keeps its files in `home`, readable by them only.
    """
    os.umask(0o077)
    environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL" if is_quiet else "INFO")
    for name, value in QUIET.items():
        environ.setdefault(name, value)
    if not any(environ.get(name) for name in CONFIGURED):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        environ["PREFECT_HOME"] = str(home)
