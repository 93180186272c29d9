"""The commands that answer a question, one each. They read the published snapshot and start at once."""

import datetime as dt
import re
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from flows import settings
from flows.invocation import day, invocation

app = typer.Typer(rich_markup_mode=None)


class PayCommand(TyperCommand):
    """A command whose first argument is a pay: one below zero is told as such, and not as an option that is unknown."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments that are left over; raises BadParameter for an amount below zero."""
        takes_value = {name for one in self.params if not getattr(one, "is_flag", True) for name in one.opts} | {"--"}
        for before, word in zip(["", *args], args, strict=False):
            if re.fullmatch(r"-\d[\d.,]*k?", word, re.IGNORECASE) and before not in takes_value:
                raise typer.BadParameter(f"{word} is not a pay: it must be above 0, such as 78000 or 78k.")
        return super().parse_args(ctx, args)


Json = Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print its main table as CSV.")]
MOST_PAY = 1e12
"""More a year is nobody's pay, in any currency."""


def _require_above(ote: float | None, base: float) -> None:
    """Raise BadParameter where pay on target is said to be less than the base pay, which is a part of it."""
    if ote is not None and ote < base:
        raise typer.BadParameter(f"--ote: {ote:,.0f} is less than the base pay of {base:,.0f}, which is a part of it.")


def _offered(text: str) -> float:
    """The amount that was typed, as 78000, 78,000 or 78k."""
    value = settings.amount(text)
    if not 1 <= value <= MOST_PAY:
        raise settings.ConfigurationError(f"AMOUNT: {text} is not a pay a year.")
    return value


Amount = Annotated[
    float,
    typer.Argument(parser=_offered, metavar="AMOUNT", help="The base pay offered, a year before tax: 78000 or 78k."),
]


@app.command()
def gauge(json: Json = False, csv: Csv = False) -> None:
    """How in demand your role is: openings, pay, the mix and employers, as the report shows them. Writes no file.

    Example: jobgauge gauge --json
    """
    from flows import ask

    ask.gauge(invocation.context(), ask.Output(json=json, csv=csv))


@app.command()
def forecast(json: Json = False, csv: Csv = False) -> None:
    """What may come: openings and new postings in 4, 8 and 12 weeks, with the record of such ranges.

    Example: jobgauge forecast
    """
    from warehouse.answers.ahead import of_person
    from warehouse.reports.sections import forecast as worded

    invocation.show(of_person, worded.section, json=json, csv=csv)


@app.command()
def since(
    start: Annotated[
        dt.date | None,
        typer.Option(
            "--from", parser=day, metavar="DAY", help="Compare with the four weeks from here; else your start."
        ),
    ] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """What has changed since you started: demand, employers, pay, skills, the work and new titles, at the same boards.

    Example: jobgauge since --from 2026-03-01
    """
    from warehouse.answers.since import since as answer
    from warehouse.reports.sections import since as worded

    invocation.show(partial(answer, start=start), worded.section, json=json, csv=csv)


@app.command()
def changes(
    weeks: Annotated[int, typer.Option(min=1, help="How many weeks back.")] = 12, json: Json = False, csv: Csv = False
) -> None:
    """Where the change of your role's openings came from: employers, our list of boards, or the method.

    Example: jobgauge changes --weeks 26
    """
    from warehouse.answers.changes import changes as answer
    from warehouse.reports.sections import changes as worded

    invocation.show(partial(answer, weeks=weeks), worded.section, json=json, csv=csv)


@app.command()
def openings(
    limit: Annotated[int, typer.Option(min=1, help="How many to list.")] = 25,
    min_pay: Annotated[
        float | None,
        typer.Option(min=0, max=MOST_PAY, help="Leave out what ends below this a year; silence on pay stays in."),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Only those first seen in the last seven days.")] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Is there something better for me? Open vacancies within your limits by how well they fit, each with its reasons.

    Example: jobgauge openings --limit 10 --min-pay 70000
    """
    from warehouse.answers.openings import openings as answer
    from warehouse.reports.sections import openings as worded

    invocation.show(partial(answer, limit=limit, min_pay=min_pay, new_only=new), worded.section, json=json, csv=csv)


@app.command()
def employers(
    limit: Annotated[int, typer.Option(min=1, help="How many to list.")] = 25, json: Json = False, csv: Csv = False
) -> None:
    """Who is hiring people like me: which employers open your roles, how often, since when, and whether they grow.

    Example: jobgauge employers --limit 40
    """
    from warehouse.answers.employers import employers as answer
    from warehouse.reports.sections import employers as worded

    invocation.show(partial(answer, limit=limit), worded.section, json=json, csv=csv)


@app.command(cls=PayCommand)
def offer(
    amount: Amount,
    currency: Annotated[str | None, typer.Argument(help="Its currency; by default yours.")] = None,
    ote: Annotated[
        float | None, typer.Option(min=1, max=MOST_PAY, help="Pay a year when every target is reached.")
    ] = None,
    weeks: Annotated[int, typer.Option(min=1, max=52, help="How far ahead the chances look.")] = 12,
    apply: Annotated[int, typer.Option(min=1, max=1000, help="How many applications you would send.")] = 10,
    apply_share: Annotated[
        float, typer.Option(min=0.01, max=1, help="The share of better adverts you apply to.")
    ] = 0.5,
    offers: Annotated[
        float | None,
        typer.Option(min=0.05, max=95, help="Offers from 100 applications; else 2, moved by those of your log."),
    ] = None,
    offers_per_year: Annotated[
        float | None, typer.Option(min=0, max=1000, help="Offers a year, for the reservation pay.")
    ] = None,
    switching_cost: Annotated[
        float, typer.Option(min=0, max=MOST_PAY, help="What changing jobs costs you, once.")
    ] = 0.0,
    years_in_job: Annotated[float, typer.Option(min=0.25, max=60, help="How long you keep a job.")] = 4.0,
    interest: Annotated[float, typer.Option(min=0, max=1, help="How much less a year later counts.")] = 0.05,
    drift: Annotated[
        float, typer.Option(min=0, max=2, help="How far coming weeks may differ: 0.25 is by a quarter.")
    ] = 0.25,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Where an offer stands among comparable adverts, and three chances of something better, kept apart. No advice.

    Example: jobgauge offer 78000 EUR --weeks 12 --apply 10
    """
    from flows import ask
    from warehouse.answers.offer import Terms
    from warehouse.answers.offer import offer as answer
    from warehouse.measures.offers import per_hundred
    from warehouse.reports.sections import offer as worded

    _require_above(ote, amount)
    context = invocation.context()
    belief = None if offers is None else per_hundred(offers)
    terms = Terms(
        base=amount, currency=ask.currency(context, currency), on_target=ote, weeks=weeks, applications=apply,
        applied=apply_share, per_application=belief, offers_per_year=offers_per_year,
        switching_cost=switching_cost, years_in_job=years_in_job, interest=interest, drift=drift,
    )  # fmt: skip
    invocation.show(partial(answer, terms=terms), worded.section, json=json, csv=csv)


@app.command()
def posting(
    which: Annotated[str, typer.Argument(help="The posting's id or address; - reads a text from stdin.")] = "",
    file: Annotated[Path | None, typer.Option("--file", help="Read the advert's text from a file.")] = None,
    title: Annotated[str | None, typer.Option(help="The title of a pasted text; else its first line.")] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """What an advert leaves out: facts stated, vague or silent against its peers, and what to ask at the interview.

    Example: jobgauge posting ashby:example:4711
    """
    from flows import pasting
    from warehouse.reports.sections import posting as worded

    invocation.show(pasting.answer(which, file, title), worded.section, json=json, csv=csv)


@app.command()
def chart(
    name: Annotated[str | None, typer.Argument(help="Which chart; without one, their names are listed.")] = None,
    file: Annotated[Path | None, typer.Argument(help="The file; .png, .pdf or .svg says what is made.")] = None,
) -> None:
    """Write a chart of the page as a picture: PNG, PDF or SVG. Without a name, the charts are listed.

    Example: jobgauge chart demand demand.png
    """
    from flows import printing

    context = invocation.context()
    if name is None:
        for known in printing.charts(context):
            typer.echo(known)
        return
    if file is None:
        raise typer.BadParameter("Name the file too, such as demand.png.")
    printing.chart(context, name, file)
    typer.echo(f"Wrote {file}.")


@app.command(cls=PayCommand)
def brief(
    amount: Amount,
    currency: Annotated[str | None, typer.Argument(help="Its currency; by default yours.")] = None,
    employer: Annotated[str | None, typer.Option(help="Whose offer it is.")] = None,
    posting: Annotated[str | None, typer.Option(help="The advert it came from: its id or address.")] = None,
    ote: Annotated[
        float | None, typer.Option(min=1, max=MOST_PAY, help="Pay a year when every target is reached.")
    ] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """What to bring to a talk about an offer: adverts that pay more, the employer's own, what to ask. No advice.

    Example: jobgauge brief 78000 EUR --employer "Example Ltd"
    """
    from flows import ask
    from warehouse.answers.brief import brief as answer
    from warehouse.answers.offer import Terms
    from warehouse.reports.sections import brief as worded

    if not ((employer or "").strip() or posting):
        raise typer.BadParameter("Whose offer is it? Name the employer with --employer, or its advert with --posting.")
    _require_above(ote, amount)
    context = invocation.context()
    terms = Terms(base=amount, currency=ask.currency(context, currency), on_target=ote)
    invocation.show(partial(answer, terms=terms, name=employer, posting=posting), worded.section, json=json, csv=csv)


@app.command()
def skills(json: Json = False, csv: Csv = False) -> None:
    """Your skills against what is asked: how many vacancies name each, what you lack, what is named more than before.

    Example: jobgauge skills
    """
    from warehouse.answers.skills import skills as answer
    from warehouse.reports.sections import skills as worded

    invocation.show(answer, worded.section, json=json, csv=csv)


@app.command()
def adjacent(
    limit: Annotated[int, typer.Option(min=1, help="How many roles to list.")] = 10,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Roles near yours by what they require: their openings, their pay against yours, and the skills you would need.

    Example: jobgauge adjacent --limit 15
    """
    from warehouse.answers.adjacent import adjacent as answer
    from warehouse.reports.sections import adjacent as worded

    invocation.show(partial(answer, limit=limit), worded.section, json=json, csv=csv)


@app.command()
def options(json: Json = False, csv: Csv = False) -> None:
    """How many employers you could choose between, within your limits: as if how many were of equal size.

    Example: jobgauge options
    """
    from warehouse.answers.options import options as answer
    from warehouse.reports.sections import options as worded

    invocation.show(answer, worded.section, json=json, csv=csv)


@app.command()
def bar(json: Json = False, csv: Csv = False) -> None:
    """How high the bar is: years, degree and skills asked for, how much of it you clear, and whether it rises.

    Example: jobgauge bar
    """
    from warehouse.answers.bar import bar as answer
    from warehouse.reports.sections import bar as worded

    invocation.show(answer, worded.section, json=json, csv=csv)


@app.command()
def trend(json: Json = False, csv: Csv = False) -> None:
    """Where demand for your role is going: its trend, the weeks in which it changed, how long adverts stay up.

    Example: jobgauge trend
    """
    from warehouse.answers.trend import trend as answer
    from warehouse.reports.sections import trend as worded

    invocation.show(answer, worded.section, json=json, csv=csv)
