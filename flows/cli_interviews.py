"""`jobgauge interviews`, `interview`, `practice`: the log of interviews and the answers on them. Knows no Prefect."""

from functools import partial
from typing import Annotated

import typer

from flows.cli_answers import Csv, Json
from flows.invocation import invocation

app = typer.Typer(
    help="Your own log of interviews and applications, and what it has taught you: a file beside your profile.\n\n"
    "Example: jobgauge interviews learned",
    no_args_is_help=True,
    rich_markup_mode=None,
)

answers = typer.Typer(rich_markup_mode=None)


def _say(text: str) -> None:
    from warehouse.reports.words import clean

    typer.echo(clean(text))


@app.command()
def add(
    posting: Annotated[str, typer.Option(help="The posting's id or address; without any option you are asked.")] = "",
    employer: Annotated[str, typer.Option(help="The employer, where jobgauge does not watch it.")] = "",
    title: Annotated[str, typer.Option(help="The job's title, where jobgauge does not know the posting.")] = "",
    day: Annotated[str, typer.Option(help="The day of the interview, such as 2026-03-01; else today.")] = "",
    pay: Annotated[str, typer.Option(help="Base pay a year that they told you: 62000, or 60-65k.")] = "",
    currency: Annotated[str, typer.Option(help="Its currency; else the advert's, else yours.")] = "",
    home_days: Annotated[str, typer.Option(help="Days a week that you could work at home, 0 to 5.")] = "",
    hours_week: Annotated[str, typer.Option(help="Hours a week.")] = "",
    team_size: Annotated[str, typer.Option(help="People in the team.")] = "",
    topics: Annotated[str, typer.Option(help="What they asked about, separated by commas.")] = "",
    outcome: Annotated[str, typer.Option(help="pending, withdrew, rejected or offer.")] = "",
    hours: Annotated[str, typer.Option(help="Hours it took you, all in all.")] = "",
    than: Annotated[
        str, typer.Option(help="The job to compare with: present, an earlier interview's number, or a posting's id.")
    ] = "",
    rather: Annotated[str, typer.Option(help="Which of the two you would rather have: this or other.")] = "",
    note: Annotated[str, typer.Option(help="A note to yourself.")] = "",
) -> None:
    """Note an interview. Without options you are asked; everything but the job itself may stay empty.

    Example: jobgauge interviews add --posting lever:example:4711 --pay 60-65k --outcome offer --rather this
    """
    from flows import clock, interviews
    from warehouse.reports.sections import interviews as worded

    context = invocation.context()
    given = interviews.Given(
        posting=posting, employer=employer, title=title, day=day, pay=pay, currency=currency, home_days=home_days,
        hours_week=hours_week, team_size=team_size, topics=topics, outcome=outcome, hours=hours, than=than,
        rather=rather, note=note,
    )  # fmt: skip
    is_asked = given == interviews.Given()
    number, entry = interviews.add(context, None if is_asked else given, clock.today(context.zone))
    _say(worded.noted(number, entry))


@app.command()
def outcome(
    number: Annotated[int, typer.Argument(help="The interview's number, as `jobgauge interviews list` shows it.")],
    outcome: Annotated[str, typer.Argument(help="pending, withdrew, rejected or offer.")],
    hours: Annotated[str, typer.Option(help="Hours it took you, all in all.")] = "",
) -> None:
    """Note how an interview ended.

    Example: jobgauge interviews outcome 3 offer --hours 7
    """
    from flows import interviews
    from warehouse.reports.sections import interviews as worded

    entry = interviews.change(invocation.context(), number, outcome, hours)
    _say(worded.noted(number, entry))


@app.command()
def applied(
    posting: Annotated[str, typer.Argument(help="The posting's id or address; else name the employer.")] = "",
    employer: Annotated[str, typer.Option(help="The employer, where jobgauge does not know the posting.")] = "",
    title: Annotated[str, typer.Option(help="The job's title, where jobgauge does not know the posting.")] = "",
    on: Annotated[str, typer.Option(help="The day, such as 2026-03-01; else today.")] = "",
    outcome: Annotated[str, typer.Option(help="pending, withdrew, rejected or offer.")] = "",
    note: Annotated[str, typer.Option(help="A note to yourself.")] = "",
) -> None:
    """Note an application. What becomes of yours moves the chance of an offer that `jobgauge offer` takes.

    Note each one, not only those that are answered. An interview that you note for the same job counts for it.

    Example: jobgauge interviews applied lever:example:4711 --on 2026-03-01
    """
    from flows import applications, clock
    from warehouse.reports.sections import interviews as worded

    context = invocation.context()
    given = applications.Given(posting=posting, employer=employer, title=title, on=on, outcome=outcome, note=note)
    number, entry = applications.add(context, given, clock.today(context.zone))
    _say(worded.applied(number, entry))


@app.command()
def answered(
    number: Annotated[int, typer.Argument(help="Its number, as `jobgauge interviews list --applications` shows it.")],
    outcome: Annotated[str, typer.Argument(help="pending, withdrew, rejected or offer.")],
) -> None:
    """Note what became of an application.

    Example: jobgauge interviews answered 12 rejected
    """
    from flows import applications
    from warehouse.reports.sections import interviews as worded

    entry = applications.change(invocation.context(), number, outcome)
    _say(worded.applied(number, entry))


@app.command()
def remove(
    number: Annotated[int, typer.Argument(help="Its number, as `jobgauge interviews list` shows it.")],
    application: Annotated[bool, typer.Option("--application", help="An application's number instead.")] = False,
) -> None:
    """Take an interview out of the log, or an application. Those noted after it then have a number less.

    Example: jobgauge interviews remove 3
    """
    from flows import applications, interviews
    from warehouse.reports.sections import interviews as worded

    context = invocation.context()
    entry = applications.remove(context, number) if application else interviews.remove(context, number)
    _say(worded.removed(entry))


@app.command("list")
def list_(
    applications: Annotated[bool, typer.Option("--applications", help="The applications instead.")] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Show the interviews that you noted, or the applications.

    Example: jobgauge interviews list --csv
    """
    from flows import ask, clock, interview_file
    from warehouse.reports.sections import interviews as worded

    context = invocation.context()
    log = interview_file.load(context.log_path)
    output = ask.Output(json=json, csv=csv)
    if applications:
        ask.put(context, output, log.applications, worded.applications(log, clock.today(context.zone)))
    else:
        ask.put(context, output, log.interviews, worded.listed(log.interviews))


@app.command()
def learned(json: Json = False, csv: Csv = False) -> None:
    """What your interviews have taught you: told against advertised, offers, hours, and what you weigh.

    Your choices re-rank the openings; the answer says how.

    Example: jobgauge interviews learned
    """
    from flows import interview_file
    from warehouse.answers.interviews import interviews as answer
    from warehouse.reports.sections import interviews as worded

    context = invocation.context()
    log = interview_file.load(context.log_path).interviews
    invocation.show(partial(answer, log=log), worded.section, json=json, csv=csv)


@answers.command()
def interview(
    posting: Annotated[str, typer.Argument(help="The posting's id or address.")],
    chance: Annotated[
        float | None, typer.Option(min=0, max=1, help="Of an offer, 0 to 1; else an assumption that your log moves.")
    ] = None,
    hours: Annotated[
        float | None, typer.Option(min=0.25, max=500, help="That it costs you; else your log's or your profile's.")
    ] = None,
    years: Annotated[float, typer.Option(min=0.1, max=40, help="For which the better pay counts.")] = 1.0,
    hour_worth: Annotated[
        float | None, typer.Option(min=0, max=1e12, help="What an hour of yours is worth; else an hour's pay.")
    ] = None,
    floor: Annotated[
        float | None, typer.Option(min=0, max=1e12, help="The pay a year from which you would move; else your own.")
    ] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Should I take this interview? The chance and size of a better offer, and practice, against your hours.

    Every term is shown with what it rests on, and every assumption can be set otherwise.

    Example: jobgauge interview lever:example:4711 --hours 5 --chance 0.3
    """
    from flows import interview_file
    from warehouse.answers.interview import Assumptions
    from warehouse.answers.interview import interview as answer
    from warehouse.reports.sections import interview as worded

    context = invocation.context()
    log = interview_file.load(context.log_path).interviews
    assumed = Assumptions(chance=chance, hours=hours, years=years, hour_worth=hour_worth, floor=floor)
    invocation.show(partial(answer, posting=posting, log=log, assumed=assumed), worded.section, json=json, csv=csv)


@answers.command()
def practice(
    limit: Annotated[int, typer.Option(min=1, help="How many to list.")] = 10, json: Json = False, csv: Csv = False
) -> None:
    """Which interviews are worth taking for practice: close to your skills, and little hangs on the outcome.

    Example: jobgauge practice --limit 5
    """
    from flows import interview_file
    from warehouse.answers.practice import practice as answer
    from warehouse.reports.sections import practice as worded

    context = invocation.context()
    log = interview_file.load(context.log_path).interviews
    invocation.show(partial(answer, log=log, limit=limit), worded.section, json=json, csv=csv)
