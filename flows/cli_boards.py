"""`jobgauge boards`: the employers' job boards that are watched. Knows no Prefect."""

import asyncio
from typing import Annotated

import typer

from flows import settings
from flows.invocation import CANNOT_ANSWER, invocation
from flows.shown import show

app = typer.Typer(
    help="The employers' job boards that are watched.\n\nExample: jobgauge boards list",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_(platform: Annotated[str | None, typer.Option(help="Only this platform, e.g. ashby.")] = None) -> None:
    """List the boards that are watched.

    Example: jobgauge boards list --platform lever
    """
    from flows.boards import watched_boards
    from warehouse.reports.words import counted

    if platform is not None:
        settings.require_platforms([platform], "--platform")
    boards = [b for b in watched_boards(invocation.context()) if platform in (None, b.platform)]
    show(
        ["platform", "key", "employer", "country", "industry"],
        [(b.platform, b.key, b.employer, b.country, b.industry) for b in boards],
    )
    typer.echo(f"{counted(len(boards), 'board')}.")


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="A board's address, or an employer's careers page.")],
    employer: Annotated[str | None, typer.Option(help="The employer's name; else the board's key.")] = None,
    country: Annotated[str | None, typer.Option(help="The employer's home country, two letters.")] = None,
) -> None:
    """Watch the employer behind a careers page. Finds the board, asks it once and adds a line to your boards.csv.

    Example: jobgauge boards add https://jobs.lever.co/example --employer "Example Ltd"
    """
    from flows import boards

    found = asyncio.run(boards.add(invocation.context(), url, employer, country))
    for _, sentence in found:
        typer.echo(sentence)
    if not any(is_watched for is_watched, _ in found):
        raise typer.Exit(CANNOT_ANSWER)


@app.command()
def check(
    key: Annotated[
        list[str] | None, typer.Argument(help="Keys or ids of boards; without any, all of them are asked.")
    ] = None,
) -> None:
    """Ask boards once and say how each answers. Nothing is stored.

    Example: jobgauge boards check lever:zoox
    """
    from flows import boards

    context = invocation.context()
    readings = asyncio.run(boards.check(context, key or []))
    rows = [(board_id, r.status.value, len(r.postings), r.reason) for board_id, r in readings]
    show(["board", "status", "postings", "reason"], rows)
