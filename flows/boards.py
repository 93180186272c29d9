"""Which boards are watched, and how one is added and checked. Knows no Prefect."""

import asyncio
from collections.abc import Sequence
from importlib.metadata import version
from urllib.parse import urlsplit

from extract import boards
from extract.boards import Board
from extract.client import Client, Pacing
from extract.collector import ask_once, interleave
from extract.posting import BoardStatus, Reading
from extract.recognise import find_boards
from extract.sources import SOURCES
from flows import progress
from flows.settings import ConfigurationError, Context, country_code


def watched_boards(context: Context) -> list[Board]:
    """The boards that the person watches, on the platforms they chose."""
    settings = context.settings.collect
    try:
        found = boards.watched(context.boards_path, only_own=settings.only_own_boards)
    except ValueError as error:
        raise ConfigurationError(str(error)) from error
    return [board for board in found if board.platform in settings.platforms]


def client(context: Context) -> Client:
    """The HTTP client that the settings describe."""
    settings = context.settings.collect
    configured = {urlsplit(url).hostname or "" for url in context.settings.base_urls.values()}
    public = {urlsplit(source.base_url).hostname or "" for source in SOURCES.values()}
    pace = Pacing(interval=settings.pace_seconds, concurrency=settings.at_once)
    contact = context.settings.contact or "one person's own report; no contact given"
    return Client(
        f"jobgauge/{version('jobgauge')} ({contact})",
        deadline=settings.deadline_seconds,
        limit=settings.max_body_mib * 1024 * 1024,
        pacing=dict.fromkeys(public - configured, pace),
        private_hosts=configured,
        sleep=_no_wait if context.is_simulated else asyncio.sleep,
    )


async def _no_wait(seconds: float) -> None:  # noqa: ARG001  (the signature of asyncio.sleep)
    """A pause in a simulated market, where time passes by days: only the turn goes to the others."""
    await asyncio.sleep(0)


async def check(context: Context, keys: Sequence[str]) -> list[tuple[str, Reading]]:
    """How each watched board (of `keys`, where given) answers now: its id and what was read.

    Raises ConfigurationError for a key or id that no watched board has.
    """
    watched = watched_boards(context)
    if unknown := sorted(set(keys) - {name for board in watched for name in (board.key, board.board_id)}):
        raise ConfigurationError(f"{', '.join(unknown)}: not watched. `jobgauge boards list` names every board.")
    wanted = [board for board in watched if not keys or board.key in keys or board.board_id in keys]
    with progress.bar("Asking boards", len(wanted)) as advance:
        async with client(context) as http:

            async def ask(board: Board) -> tuple[str, Reading]:
                reading = await ask_once(board, http, context.settings.base_urls)
                advance(board.employer)
                return board.board_id, reading

            return await asyncio.gather(*map(ask, interleave(wanted)))


async def add(context: Context, url: str, employer: str | None, country: str | None) -> list[tuple[bool, str]]:
    """For each board behind `url`: whether it is watched now, and a sentence; it is asked once before it is added."""
    country = country_code(country, "--country") if country else None
    async with client(context) as http:
        found = await find_boards(http, url)
        if not found:
            raise ConfigurationError(
                f"{url}: no board of a known platform ({', '.join(SOURCES)}) was found at this address or on its page."
            )
        return [await _add(context, http, _described(platform, key, employer, country)) for platform, key in found]


def _described(platform: str, key: str, employer: str | None, country: str | None) -> Board:
    return Board(platform=platform, key=key, employer=employer or key, country=country)


async def _add(context: Context, http: Client, board: Board) -> tuple[bool, str]:
    if any(known.board_id == board.board_id for known in watched_boards(context)):
        return True, f"{board.board_id} is watched already."
    reading = await ask_once(board, http, context.settings.base_urls)
    if reading.status in (BoardStatus.UNKNOWN_BOARD, BoardStatus.FAILED):
        return False, f"{board.board_id} was not added: it ended {reading.status.replace('_', ' ')} ({reading.reason})."
    boards.add(context.boards_path, board)
    return True, f"Added {board.board_id} to {context.boards_path}; it shows {len(reading.postings)} postings now."
