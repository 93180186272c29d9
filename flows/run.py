"""The whole line as Prefect flows: `run` is collect, refresh and report."""

import asyncio
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from rich.console import Console

from flows.collect import collect
from flows.errors import require_answers
from flows.lock import one_writer
from flows.refresh import refresh
from flows.report import Written, write_report
from flows.settings import Context, environment_context


@flow(name="report", log_prints=False)
def report(config: str | None = None) -> str:
    """The path of the report page; its short version becomes a Prefect artifact."""
    written = publish_report(environment_context(Path(config) if config else None), None)
    return str(written.page)


@flow(name="run", log_prints=False)
def run(config: str | None = None, again: bool = False) -> str:
    """The path of the report page, after collecting what is due and refreshing the warehouse."""
    context = environment_context(Path(config) if config else None)
    console = Console()
    with one_writer(context.paths.lock):
        collected = asyncio.run(collect(config, again))
        console.print(collected.sentence(), markup=False, highlight=False)
        console.print(refresh(config).sentence(), markup=False, highlight=False)
    require_answers(collected)
    written = publish_report(context, console)
    return str(written.page)


def publish_report(context: Context, console: Console | None) -> Written:
    """The report's files; its short version is kept as a Prefect artifact."""
    written = write_report(context, console)
    create_markdown_artifact(written.summary, key="jobgauge", description="The role's demand, as of the last refresh")
    return written
