"""`jobgauge reference`: what the person added from official publishers. Knows no Prefect."""

from typing import Annotated

import typer

from flows.invocation import invocation

Scheme = Annotated[str, typer.Argument(help="Which one: cpi, esco, isco, oews, onet or soc.")]
app = typer.Typer(
    help="The official classifications of occupations that you added: ESCO, ISCO, O*NET, SOC.\n\n"
    "Example: jobgauge reference list",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def add(
    scheme: Scheme,
    source: Annotated[str, typer.Argument(help="The publisher's file, folder or zip, or its https address.")],
) -> None:
    """Add a classification, employment by occupation (oews) or consumer prices (cpi), from its publisher's own files.

    Postings carry the codes, the gauge counts workers, and pay trends are real too, from the next refresh on.

    Example: jobgauge reference add onet ~/Downloads/db_30_0_text.zip
    """
    from flows import reference

    for sentence in reference.add(invocation.context(), scheme, source):
        typer.echo(sentence)
    typer.echo(
        "`jobgauge refresh` gives every posting its codes; `jobgauge refresh --stale` looks for ESCO's skills too."
    )


@app.command("list")
def list_() -> None:
    """List what you added, with its licence.

    Example: jobgauge reference list
    """
    from flows import reference

    for sentence in reference.told(invocation.context()) or [
        "None was added yet. `jobgauge reference add --help` says how."
    ]:
        typer.echo(sentence)


@app.command()
def remove(scheme: Scheme) -> None:
    """Remove one. Postings lose what it says with the next refresh.

    Example: jobgauge reference remove onet
    """
    from flows import reference

    typer.echo(reference.remove(invocation.context(), scheme))
