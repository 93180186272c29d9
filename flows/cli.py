"""The `jobgauge` command. Importing it imports no Prefect: `--help` and everything that only reads start at once.

Exit codes: 0 answered or done; 1 nothing of what was asked can be told yet; 2 wrong use or configuration.
"""

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from flows import cli_answers, cli_boards, cli_interviews, cli_reference, prefect_home, settings
from flows.invocation import CANNOT_ANSWER, day, invocation
from flows.shown import show

app = typer.Typer(
    help=(
        "Gauges the job market for your role, from public job postings, on your own machine.\n\n"
        "Exit codes: 0 done, or answered at least in part; 1 nothing of it can be answered yet, and a sentence says "
        "why; 2 wrong use or configuration.\n\n"
        "Example: jobgauge demo"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(cli_answers.app)
app.add_typer(cli_interviews.answers)
app.add_typer(cli_interviews.app, name="interviews")
app.add_typer(cli_boards.app, name="boards")
app.add_typer(cli_reference.app, name="reference")

WRONG_USE = 2


Again = Annotated[bool, typer.Option(help="Ask today's boards again; a day's first full answer stands.")]


@app.callback()
def options(
    config: Annotated[
        Path | None, typer.Option(help="The configuration file; else ./jobgauge.toml, else the one in ~/.jobgauge.")
    ] = None,
    debug: Annotated[bool, typer.Option(help="Show tracebacks and Prefect's own log.")] = False,
) -> None:
    """Options before the command."""
    invocation.config = config
    invocation.debug = debug


def main() -> None:
    """Run the command; an error is one or two plain sentences and an exit code, a traceback only with --debug."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if invocation.debug:
            raise
        _tell(error)


def _tell(error: Exception) -> None:
    """Say what went wrong, and end with its exit code; an error that nobody foresaw asks for --debug."""
    foreseen, code = _exit_code(error)
    if foreseen:
        text = str(error)
    elif isinstance(error, OSError) and error.filename:
        text = f"{error.filename} cannot be used: {error.strerror}. Name another place, or see to that one."
    else:
        text = f"Something unforeseen went wrong ({type(error).__name__}: {error}). "
        text += "Run the command again as `jobgauge --debug ...` to see where."
    typer.echo(f"jobgauge: {text}", err=True)
    sys.exit(code)


def _exit_code(error: Exception) -> tuple[bool, int]:
    from extract.archive import ArchiveError
    from extract.client import FetchError
    from flows.errors import NothingAnswered
    from flows.lock import AlreadyRunning
    from warehouse.answers.person import NoAnswerYet
    from warehouse.store import WarehouseError, WarehouseMissing

    if isinstance(error, (NoAnswerYet, WarehouseMissing, NothingAnswered)):
        return True, CANNOT_ANSWER
    foreseen = (settings.ConfigurationError, AlreadyRunning, WarehouseError, ArchiveError, FetchError)
    return isinstance(error, foreseen), WRONG_USE


def _ready(*, is_real: bool = False) -> settings.Context:
    """The settings in force, with the lock free and Prefect set up but not yet imported.

    Raises ConfigurationError where the data must be `is_real` and are those of a simulated market.
    """
    from flows.lock import one_writer

    context = settings.require_real(invocation.context()) if is_real else invocation.context()
    with one_writer(context.paths.lock):
        pass
    prefect_home.prepare(context.paths.prefect, is_quiet=not invocation.debug)
    if sys.stderr.isatty() and not os.environ.get("PREFECT_API_URL"):
        typer.echo("Prefect is starting; this takes up to 20 seconds.", err=True)
    return context


def _say(text: str) -> None:
    typer.echo(text)


@app.command()
def init(
    role: Annotated[
        str | None, typer.Option(help="Your role, e.g. 'Data Engineer'; then nothing else is asked.")
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where the two files go.")] = Path(),
    force: Annotated[bool, typer.Option(help="Write over files that are there.")] = False,
) -> None:
    """Write jobgauge.toml and profile.toml, asking about you. Only your role must be answered.

    Run it again to change what you said: each question offers what it knows, a dash takes it back.

    Example: jobgauge init
    """
    from flows import setup
    from flows.profile import Profile, load_profile

    path = folder / "profile.toml"
    if role is not None and path.exists() and not force:
        raise settings.ConfigurationError(f"{path} exists already; --force writes over it, `jobgauge init` asks anew.")
    if role is not None:
        answers = setup.Answers(profile=Profile(role=setup.known_role(role)))
    else:
        answers = setup.ask(load_profile(path) if path.exists() and not force else None)
    config, profile = setup.write_files(answers, folder, data_dir=settings.HOME, time_zone=settings.zone(None).key)
    _say(f"Wrote {profile}; the settings are in {config}. Next: `jobgauge run`.")


@app.command()
def roles(
    words: Annotated[str, typer.Argument(help="Only those whose title, family or field has these words.")] = "",
) -> None:
    """List the roles that postings are sorted into, by field. Yours is one of them; other words for it do too.

    Example: jobgauge roles health
    """
    from transform.roles import roles as listed

    rows = listed().select("role_title", "role_family", "role_field").sort("role_field", "role_family", "role_title")
    found = [row for row in rows.rows() if words.strip().lower() in " ".join(row).lower()]
    if not found:
        raise settings.ConfigurationError(f"No role, family or field has {words!r}. `jobgauge roles` lists them all.")
    show(["role", "family", "field"], found)


@app.command()
def run(again: Again = False) -> None:
    """Collect, refresh and report: the daily run.

    Example: jobgauge run
    """
    context = _ready(is_real=True)
    _profile_first(context)
    from flows import run as flow

    _say(f"Gauging with {context.source or 'the default settings'}.")
    page = flow.run(invocation.config_text(), again)
    _say(f"The report is in {page}")


@app.command()
def collect(again: Again = False) -> None:
    """Ask the boards that are due and keep their answers. A board is due once a day.

    Example: jobgauge collect
    """
    _ready(is_real=True)
    from flows import collect as flow
    from flows.errors import require_answers

    collected = flow.run_collect(invocation.config_text(), again=again)
    _say(collected.sentence())
    require_answers(collected)


@app.command()
def refresh(
    from_archive: Annotated[bool, typer.Option(help="Build the warehouse anew from everything archived.")] = False,
    stale: Annotated[bool, typer.Option(help="Make anew only what an earlier jobgauge read differently.")] = False,
    accept_jumps: Annotated[
        bool, typer.Option(help="Publish although a share jumped: you have looked, and it is read rightly.")
    ] = False,
) -> None:
    """Load what was collected, check it and publish it. Needs no network.

    Example: jobgauge refresh --stale
    """
    if stale and (from_archive or accept_jumps):
        raise typer.BadParameter("--stale makes a part anew; --from-archive and --accept-jumps go without it.")
    _ready()
    from flows import refresh as flow

    config = invocation.config_text()
    _say((flow.refresh_stale(config) if stale else flow.refresh(config, from_archive, accept_jumps)).sentence())


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="CSV, Parquet or JSON Lines files.", show_default=False)],
    mapping: Annotated[
        Path | None, typer.Option(help="What the columns mean, in TOML; JobSpy's columns need none.")
    ] = None,
    seen_on: Annotated[
        dt.date | None,
        typer.Option(
            parser=day,
            metavar="DAY",
            help="The day of rows that say none; else the day in the file's name, jobs_2026-11-20.csv.",
        ),
    ] = None,
    sample: Annotated[
        bool | None, typer.Option("--sample/--census", help="What the source is, where the mapping does not say it.")
    ] = None,
) -> None:
    """Take in files of postings with the day each row was seen. The same file again changes nothing.

    A census is the whole open set of each board on a day: its postings close like those of boards that are asked.
    A sample is what a search or a feed showed: it closes nothing, and no figure on demand rests on it. Rows that
    cannot be used go to the quarantine with their reason.

    A mapping is a few lines of TOML:

    \b
        source = "my_tracker"        # a name of your choice
        kind = "sample"              # or "census"
        [columns]                    # our field = your column
        seen_on = "date"
        id = "job_id"
        title = "job_title"
        employer = "company"
        place = "location"
        pay = "salary"               # in words; else pay_min, pay_max, pay_currency, pay_period
        description = "text"
        [errors]                     # optional: rows that are errors of the search
        column = "error"
        reason = "error_message"

    For a census also: board = "..." or ["platform", "company"], and above [columns] complete = "day" where a day's rows
    are the whole source, so that a board without a row was empty. The README names all fields.

    Example: jobgauge import jobs_2026-11-20.csv --seen-on 2026-11-20
    """
    from flows import imports

    kind = None if sample is None else "sample" if sample else "census"
    context = settings.require_real(invocation.context())
    done = imports.import_files(context, files, mapping, seen_on, kind)
    _say(done.sentence())


@app.command()
def report(
    since_last: Annotated[
        bool, typer.Option("--since-last", help="Only tell what is new since you last looked.")
    ] = False,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="Print the page to this file too, by the machine's Chromium or Chrome.")
    ] = None,
) -> None:
    """Write the report and show it. It rests on what was last published; needs no network.

    At its top stands what is new since you last ran this command.

    Example: jobgauge report --since-last
    """
    from flows import report as reporting

    if since_last:
        context = invocation.context()
        _say_news(reporting.since_last(context), is_simulated=context.is_simulated)
        return
    written = reporting.write_report(invocation.context(), Console(), is_looked_at=True)
    _say(f"The report is in {written.page}")
    if pdf is not None:
        from flows import printing

        printing.page_pdf(written.page, pdf)
        _say(f"The page is printed to {pdf}")


def _say_news(told: Any, *, is_simulated: bool) -> None:
    from warehouse.reports import terminal, words
    from warehouse.reports.section import cleaned
    from warehouse.reports.sections import news

    if told is None:
        _say("There was nothing to compare with, for your role and limits; from now on there is.")
        raise typer.Exit(CANNOT_ANSWER)
    console = Console()
    if is_simulated:
        terminal.say(console, words.SIMULATED, "bold yellow")
    terminal.render_section(cleaned(news.section(told)), console)


@app.command()
def demo(
    last_day: Annotated[
        dt.date | None,
        typer.Option(parser=day, metavar="DAY", help="The market's last day, e.g. 2026-06-30; else today."),
    ] = None,
) -> None:
    """Do the whole job on a simulated market. Needs no network, no profile and no settings.

    Your profile and boards are not used. Settings such as data_dir and the limits are, where there is a jobgauge.toml.

    Example: jobgauge demo
    """
    _say("This is a simulated market: invented employers, no number about the real world.")
    _say("Your profile and boards are not used.")
    _ready()
    from flows import demo as flow

    page = flow.demo(invocation.config_text(), last_day)
    data = Path(page).parent.parent
    _say(f"To ask this market, name its folder: JOBGAUGE_DATA_DIR={data} jobgauge openings")
    _say(f"The report is in {page}")


@app.command()
def schedule(
    cron: Annotated[
        str | None, typer.Option(help="When, as a cron line in your time zone; else schedule.cron of the settings.")
    ] = None,
) -> None:
    """Do the daily run on time until interrupted. Prefect keeps the time.

    Example: jobgauge schedule --cron "30 6 * * *"
    """
    context = _ready(is_real=True)
    _profile_first(context)
    from flows import schedule as scheduling

    when = cron or context.settings.schedule.cron
    scheduling.daily(context, when)  # a wrong line is told before anything is promised
    _say(f"The daily run is served: {when} ({context.zone.key}). Ctrl-C ends it.")
    scheduling.serve_daily(context, when)


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="A query; without one, the tables are listed.")] = None,
    examples: Annotated[bool, typer.Option("--examples", help="List the cookbook's queries, by question.")] = False,
    example: Annotated[str | None, typer.Option(help="Run this query of the cookbook.", metavar="NAME")] = None,
    text: Annotated[bool, typer.Option("--text", help="With --example: print the query, to change it.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Print at most so many rows.")] = 200,
    raw: Annotated[
        bool, typer.Option(help="With --csv: leave formulas and control characters in texts as they are.")
    ] = False,
) -> None:
    """Ask what was last published in SQL, read-only. The cookbook has queries to begin with.

    Example: jobgauge sql --example roles_by_openings

    Example: jobgauge sql "SELECT role_id, pay_p50, n FROM mart.role_pay"
    """
    from warehouse import shell

    if (query is not None) + (example is not None) + examples > 1:
        raise typer.BadParameter("a query, --examples and --example: choose one.")
    if text and example is None:
        raise typer.BadParameter("--text goes with --example NAME.")
    if text and example is not None:
        _say(shell.example(example))
        return
    wanted = shell.example(example) if example is not None else query
    result = shell.examples() if examples else shell.ask(invocation.context().paths.snapshot, wanted, limit)
    if csv:
        sys.stdout.write(shell.as_csv(result, raw=raw))
    else:
        show(result.columns, result.rows)
    if not result.rows:
        typer.echo("No rows.", err=csv)
    if result.is_cut:
        typer.echo(f"Only the first {limit} rows are shown; --limit shows more.", err=csv)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where the files go.")],
    csv: Annotated[bool, typer.Option("--csv", help="A CSV file a table; the default.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="A Parquet file a table.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="One Excel workbook, a sheet a table.")] = False,
    jobspy: Annotated[bool, typer.Option("--jobspy", help="The openings as CSV in JobSpy's columns.")] = False,
    raw: Annotated[
        bool, typer.Option(help="In CSV, leave texts that a spreadsheet would run as a formula as they are.")
    ] = False,
) -> None:
    """Write the published tables as files. A data dictionary comes with them, and scope.txt: what they speak of.

    Example: jobgauge export --xlsx my-files
    """
    from flows import export as exporting
    from warehouse.reports.exports import Formats
    from warehouse.reports.words import counted

    formats = Formats(csv=csv or not (parquet or xlsx or jobspy), parquet=parquet, xlsx=xlsx, jobspy=jobspy)
    written = exporting.export(invocation.context(), folder, formats, raw=raw)
    _say(f"Wrote {counted(len(written), 'file')} to {folder}; scope.txt says what they speak of.")


@app.command()
def doctor() -> None:
    """Look whether everything is in order. Says what to do, and ends with exit code 1, where something is not.

    Example: jobgauge doctor
    """
    from flows import doctor as doctors

    ill = 0
    for finding in doctors.examine(invocation.context(), dt.datetime.now(dt.UTC)):
        _say(f"{'  ok ' if finding.is_fine else 'LOOK '} {finding.words}")
        ill += not finding.is_fine
    if ill:
        raise typer.Exit(CANNOT_ANSWER)


def _profile_first(context: settings.Context) -> None:
    """Find out that the profile is wrong before anything is collected for it."""
    from flows.profile import own_person

    own_person(context)


if __name__ == "__main__":
    main()
