"""The daily run, on time: a private Prefect server where there is none, and the `run` flow served on a cron."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flows.settings import ConfigurationError, Context

if TYPE_CHECKING:
    from prefect.schedules import Schedule

STARTUP_SECONDS = 120


def serve_daily(context: Context, cron: str | None = None) -> None:
    """Serve the daily run until interrupted; starts a Prefect server on loopback where none is configured."""
    schedule = daily(context, cron or context.settings.schedule.cron)
    with prefect_server(os.environ):
        serve(context, schedule)


def daily(context: Context, cron: str) -> "Schedule":
    """The schedule of `cron` in the person's time zone; raises ConfigurationError where it is no cron line."""
    from prefect.schedules import Cron
    from prefect.server.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron, timezone=context.zone.key)
    except ValueError as error:
        raise ConfigurationError(f"schedule.cron = {cron!r} is not a cron line, such as '30 6 * * *'.") from error
    return Cron(cron, timezone=context.zone.key)


def serve(context: Context, schedule: "Schedule") -> None:
    """Serve the `run` flow on `schedule`, with the Prefect server in the environment, until interrupted."""
    from flows.run import run

    config = str(context.source) if context.source else None
    run.serve(name="daily", schedule=schedule, parameters={"config": config}, limit=1, print_starting_message=False)


@contextmanager
def prefect_server(environ: MutableMapping[str, str]) -> Iterator[str]:
    """The URL of a Prefect server: the configured one, else one of our own on loopback, behind a new password."""
    if environ.get("PREFECT_API_URL"):
        yield environ["PREFECT_API_URL"]
        return
    port = free_port()
    password = f"jobgauge:{secrets.token_urlsafe(24)}"
    url = f"http://127.0.0.1:{port}/api"
    environ.update(
        PREFECT_API_URL=url,
        PREFECT_SERVER_API_AUTH_STRING=password,
        PREFECT_API_AUTH_STRING=password,
        PREFECT_UI_API_URL=url,
        PREFECT_SERVER_CORS_ALLOWED_ORIGINS=f"http://127.0.0.1:{port}",
    )
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, env=dict(environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"{url}/health", server)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        del environ["PREFECT_API_URL"]


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return when `url` answers; raises ConfigurationError where the server ends or takes too long."""
    until = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if answers(url):
            return
        time.sleep(0.3)
    raise ConfigurationError("Prefect's server did not start. `prefect server start` shows why.")


def answers(url: str) -> bool:
    """Whether anything answers over HTTP at `url`; a refusal for want of the password counts."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310  (our own loopback URL)
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
