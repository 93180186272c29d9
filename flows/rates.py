"""The day's exchange rates, fetched beside the boards; without a network the carried ones serve."""

import datetime as dt
import os
from pathlib import Path

from extract.client import Client, FetchError
from flows.settings import Context
from transform import fx

MAX_AGE = dt.timedelta(hours=20)
OK = 200


async def renew(context: Context, http: Client, now: dt.datetime) -> str | None:
    """What went wrong with fetching newer rates, in words; None where nothing did or nothing was due.

    Nothing is fetched where the boards are stood in for (`base_urls`), or where the settings name no URL.
    """
    url, path = context.settings.exchange_rates.url, context.paths.rates
    if not url or context.settings.base_urls or not _is_due(path, now):
        return None
    try:
        answer = await http.get(url)
    except FetchError as error:
        return f"The exchange rates stay as they are: {error}."
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(answer.body)
    if answer.http_status != OK or not fx.is_whole(part):
        part.unlink()
        return f"The exchange rates stay as they are: {url} did not answer with a file of rates."
    part.replace(path)
    return None


def newest(context: Context) -> Path | None:
    """The fetched file of rates; None where there is none, so that the carried one serves."""
    return context.paths.rates if context.paths.rates.exists() else None


def _is_due(path: Path, now: dt.datetime) -> bool:
    return not path.exists() or now - dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) > MAX_AGE
