"""The commands that answer a question, one each. They read the published snapshot and start at once."""

from typing import Annotated

import typer

from flows.invocation import invocation

app = typer.Typer(rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print its main table as CSV.")]


@app.command()
def forecast(json: Json = False, csv: Csv = False) -> None:
    """What may come: openings and new postings in 4, 8 and 12 weeks, with the record of such ranges.

    Example: jobgauge forecast
    """
    from flows import ask
    from warehouse.answers.ahead import ahead
    from warehouse.reports.sections import forecast as worded

    ask.show(
        invocation.context(),
        ask.Output(json=json, csv=csv),
        lambda connection, person: ahead(connection, person.role_id),
        worded.section,
    )
