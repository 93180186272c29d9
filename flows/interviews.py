"""`jobgauge interviews`: what the person says of an interview, by options or asked, made into an entry of the log."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec
import numpy as np
import typer

from flows.interview_file import load, save
from flows.interview_words import (
    chosen_of,
    day_of,
    home_days,
    hours_spent,
    hours_week,
    needed,
    outcome_of,
    pay_ends,
    team_size,
    words_of,
)
from flows.profile import own_person
from flows.settings import ConfigurationError, Context, currency_code
from warehouse import store
from warehouse.answers import advert as adverts
from warehouse.answers import wishes
from warehouse.answers.advert import Advert
from warehouse.answers.interview_log import PRESENT, Choice, Facts, Interview, middle, named
from warehouse.answers.person import NoAnswerYet, Person

T = TypeVar("T")

PRESENT_WORDS = ("present", "mine", PRESENT)


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What the person says of one interview, each in their own words; empty is not said."""

    posting: str = ""
    employer: str = ""
    title: str = ""
    day: str = ""
    pay: str = ""
    currency: str = ""
    home_days: str = ""
    hours_week: str = ""
    team_size: str = ""
    topics: str = ""
    outcome: str = ""
    hours: str = ""
    than: str = ""
    rather: str = ""
    note: str = ""


def add(context: Context, given: Given | None, today: dt.date) -> tuple[int, Interview]:
    """The number and the fields of a new interview, noted in the log; what is not `given` is asked on the terminal.

    Raises ConfigurationError, in words, for what cannot be meant, and NoAnswerYet for a posting that was never seen.
    """
    person = own_person(context)
    log = load(context.log_path)
    maker = Maker(context, person, log.interviews, today)
    entry = maker.make(given) if given else maker.ask()
    save(context.log_path, msgspec.structs.replace(log, interviews=(*log.interviews, entry)))
    return len(log.interviews) + 1, entry


def change(context: Context, number: int, outcome: str, hours: str) -> Interview:
    """The interview of that number, with its outcome and, where said, its hours changed in the log."""
    log = load(context.log_path)
    entry = _numbered(log.interviews, str(number))
    spent = hours_spent(hours)
    changed = msgspec.structs.replace(entry, outcome=outcome_of(outcome), hours=entry.hours if spent is None else spent)
    save(context.log_path, msgspec.structs.replace(log, interviews=replaced(log.interviews, number, changed)))
    return changed


def remove(context: Context, number: int) -> Interview:
    """The interview of that number, which is taken out of the log; those after it then have a number less."""
    log = load(context.log_path)
    entry = _numbered(log.interviews, str(number))
    save(context.log_path, msgspec.structs.replace(log, interviews=without(log.interviews, number)))
    return entry


def without(entries: tuple[T, ...], number: int) -> tuple[T, ...]:
    """The entries without the one of that number; the first has number 1."""
    return (*entries[: number - 1], *entries[number:])


def replaced(entries: tuple[T, ...], number: int, entry: T) -> tuple[T, ...]:
    """The entries with another one in the place of that number; the first has number 1."""
    return (*entries[: number - 1], entry, *entries[number:])


class Maker:
    """Makes an entry from words, for one person with one log."""

    def __init__(self, context: Context, person: Person, log: Sequence[Interview], today: dt.date) -> None:
        self.context, self.person, self.log, self.today = context, person, log, today

    def make(self, given: Given) -> Interview:
        """The entry that the words stand for; raises ConfigurationError or NoAnswerYet, in words."""
        advert = self.advert(given.posting)
        employer, title = given.employer.strip(), given.title.strip()
        if advert is None and not (employer and title):
            raise ConfigurationError("Name the posting, or both the employer and the title.")
        told = msgspec.structs.replace(
            self.pay(given.pay, given.currency, advert),
            home_days=home_days(given.home_days),
            hours_week=hours_week(given.hours_week),
            team_size=team_size(given.team_size),
        )
        features = self.features(advert, told)
        return Interview(
            day=self.day(given.day),
            employer=employer or (advert.employer if advert else ""),
            title=title or (advert.title if advert else ""),
            posting_id=advert.posting_id if advert else None,
            advertised=_advertised(advert),
            told=told,
            topics=words_of(given.topics),
            outcome=outcome_of(given.outcome),
            hours=hours_spent(given.hours),
            features=features,
            choice=self.choice(given.than, given.rather),
            note=given.note.strip(),
        )

    def advert(self, words: str) -> Advert | None:
        """The advert that the words name; None where they are empty."""
        if not words.strip():
            return None
        with store.open_reader(self.context.paths.snapshot) as connection:
            return adverts.find(connection, self.person, words)

    def day(self, text: str) -> dt.date:
        """The day of the interview, today where nothing is said."""
        return day_of(text, self.today, "Note the interview when it is over.")

    def pay(self, text: str, currency: str, advert: Advert | None) -> Facts:
        """The pay that was told; a currency that is not said is the advert's, else the person's."""
        ends = pay_ends(text)
        if ends is None:
            return Facts()
        said = currency.strip() or (advert.pay_currency if advert else None) or self.person.pay_currency
        if not said:
            raise ConfigurationError("Pay: say its currency too, such as EUR.")
        return Facts(pay_low=ends[0], pay_high=ends[1], pay_currency=currency_code(said, "Currency"))

    def features(self, advert: Advert | None, told: Facts) -> dict[str, float]:
        """What the job has of what is weighed; what the interview told counts before what the advert says."""
        pay, rate = middle(told), None
        if told.pay_currency == self.person.pay_currency:
            rate = 1.0
        elif advert is not None and told.pay_currency == advert.pay_currency:
            rate = advert.pay_rate
        known = wishes.told(None if pay is None or rate is None else pay * rate, told.home_days, self.person)
        if advert is not None:
            said = wishes.features(advert.row(self.person), self.person)[0]
            known = np.where(np.isnan(known), said, known)
        return named(known)

    def choice(self, than: str, rather: str) -> Choice | None:
        """The choice between this job and another one; None where nothing is said."""
        if not (than.strip() or rather.strip()):
            return None
        other, features = self.other(than.strip() or "present")
        return Choice(chosen=chosen_of(rather), other=other, features=features)

    def other(self, words: str) -> tuple[str, dict[str, float]]:
        """The other job in words and its features: the present one, an interview's by its number, or a posting's."""
        if words.lower() in PRESENT_WORDS:
            return PRESENT, named(wishes.present(self.person))
        if words.isdigit():
            entry = _numbered(self.log, words)
            return f"{entry.title} at {entry.employer}", entry.features
        advert = self.advert(words)
        if advert is None:
            raise ConfigurationError("Say which job to compare with.")
        features = named(wishes.features(advert.row(self.person), self.person)[0])
        return f"{advert.title} at {advert.employer}", features

    def ask(self) -> Interview:
        """The entry that the person's answers on the terminal make; what is wrong is asked again."""
        typer.echo("Everything but the job itself may stay empty.")
        advert = _ask("The posting's id or address (empty: none that jobgauge watches)", self.advert)
        posting = advert.posting_id if advert else ""
        employer = "" if advert else _ask("The employer", needed)
        title = "" if advert else _ask("The job's title", needed)
        if advert:
            typer.echo(f"{advert.title} at {advert.employer}.")
        day = _ask("The day, such as 2026-03-01 (empty: today)", _tried(self.day))
        pay = _ask("Base pay a year that they told you, such as 62000 or 60-65k (empty: none)", _tried(pay_ends))
        currency = ""
        if pay and not (self.person.pay_currency or (advert and advert.pay_currency)):
            currency = _ask("Its currency (three letters, such as EUR)", _tried(lambda text: currency_code(text, "It")))
        answers = {name: _ask(question, _tried(read)) for name, question, read in QUESTIONS}
        than = _ask(
            "Compare this job with another: present (the one you have), the number of an earlier interview, or a "
            "posting's id (empty: no comparison)",
            _tried(lambda text: self.other(text) if text.strip() else None),
        )
        rather = _ask("Which would you rather have, this or other?", _tried(chosen_of)) if than.strip() else ""
        note = _ask("A note to yourself (empty: none)", str)
        return self.make(
            Given(posting=posting, employer=employer, title=title, day=day, pay=pay, currency=currency, than=than,
                  rather=rather, note=note, **answers)
        )  # fmt: skip


def _advertised(advert: Advert | None) -> Facts:
    if advert is None:
        return Facts()
    is_paid = advert.pay_low is not None or advert.pay_high is not None
    return Facts(
        pay_low=advert.pay_low, pay_high=advert.pay_high, pay_currency=advert.pay_currency if is_paid else None,
        workplace=advert.workplace,  # type: ignore[arg-type]  # the schema's three words
    )  # fmt: skip


def _numbered(log: Sequence[Interview], number: str) -> Interview:
    if not 1 <= int(number) <= len(log):
        held = f"It has {len(log)}" if log else "It is empty"
        raise ConfigurationError(
            f"There is no interview {number} in the log. {held}; `jobgauge interviews list` shows it."
        )
    return log[int(number) - 1]


QUESTIONS: tuple[tuple[str, str, Callable[[str], object]], ...] = (
    ("home_days", "Days a week that you could work at home, 0 to 5 (empty: not told)", home_days),
    ("hours_week", "Hours a week (empty: not told)", hours_week),
    ("team_size", "People in the team (empty: not told)", team_size),
    ("topics", "What they asked about, separated by commas (empty: nothing to note)", words_of),
    ("outcome", "How it ended: pending, withdrew, rejected or offer (empty: pending)", outcome_of),
    ("hours", "Hours it took you, all in all (empty: not counted)", hours_spent),
)  # fmt: skip


def _tried(read: Callable[[str], object]) -> Callable[[str], str]:
    """Gives the words back where `read` can make something of them, and raises what it raises where not."""

    def words(text: str) -> str:
        read(text)
        return text

    return words


def _ask(question: str, read: Callable[[str], T]) -> T:
    """What `read` makes of the answer; the question is put again as long as the answer cannot be meant."""
    while True:
        text: str = typer.prompt(question, default="", show_default=False)
        try:
            return read(text)
        except (ConfigurationError, NoAnswerYet, store.WarehouseMissing) as error:
            typer.echo(str(error))
