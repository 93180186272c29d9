"""What a person writes of an interview, made into values; what cannot be meant is told in a sentence."""

import datetime as dt
import re
from functools import partial
from typing import Literal

from flows.settings import ConfigurationError, iso_date
from warehouse.answers.interview_log import OUTCOMES, Outcome


def needed(text: str) -> str:
    """The text; raises ConfigurationError where it is empty."""
    if not text.strip():
        raise ConfigurationError("This is needed, so that you know the entry again.")
    return text.strip()


def number_in(what: str, least: float, most: float, text: str) -> float | None:
    """The number in `text`, None where it is empty; raises ConfigurationError beyond the limits."""
    if not text.strip():
        return None
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        found = float("nan")
    if not least <= found <= most:
        raise ConfigurationError(f"{what}: {text.strip()!r} is not a number from {least:g} to {most:,g}.")
    return found


home_days = partial(number_in, "Days at home", 0, 5)
hours_week = partial(number_in, "Hours a week", 1, 100)
hours_spent = partial(number_in, "Hours", 0.1, 500)


def team_size(text: str) -> int | None:
    """The people in the team, None where nothing is said; raises ConfigurationError beyond the limits."""
    found = number_in("Team size", 1, 100_000, text)
    return None if found is None else round(found)


_AMOUNT = r"(\d{1,3}(?:[ ,.'’]\d{3})+|\d+(?:[.,]\d{1,2})?)\s*(k?)"
_PAY = re.compile(rf"{_AMOUNT}(?:\s*(?:-|–|to)\s*{_AMOUNT})?", re.IGNORECASE)


def pay_ends(text: str) -> tuple[float, float] | None:
    """The ends of the pay in `text`, such as 62000, 60-65k or 60,000 to 65,000; None where it is empty."""
    if not text.strip():
        return None
    found = _PAY.fullmatch(text.strip())
    if not found:
        raise ConfigurationError(
            f"Pay: {text.strip()!r} is not a pay. Write it like 62000 or 60-65k, a year before tax."
        )
    high = _amount(found[3], found[4]) if found[3] else None
    low = _amount(found[1], found[2] or (found[4] if found[3] and len(found[1]) <= 3 else ""))
    ends = (low, low if high is None else high)
    if not 0 < ends[0] <= ends[1]:
        raise ConfigurationError(f"Pay: {text.strip()!r} does not go from less to more.")
    if ends[1] < 1_000:
        raise ConfigurationError(f"Pay: {text.strip()!r} is too little for a year. Write a year's pay, such as 62000.")
    return ends


def _amount(digits: str, thousand: str) -> float:
    if re.fullmatch(r"\d+[.,]\d{1,2}", digits):
        amount = float(digits.replace(",", "."))
    else:
        amount = float(re.sub(r"\D", "", digits))
    return amount * 1000 if thousand else amount


def outcome_of(text: str) -> Outcome:
    """The outcome that is meant, pending where nothing is said; raises ConfigurationError for another word."""
    word = text.strip().lower() or "pending"
    for outcome in OUTCOMES:
        if word == outcome:
            return outcome
    raise ConfigurationError(f"Outcome: {text.strip()!r} is none. Say {', '.join(OUTCOMES[:-1])} or {OUTCOMES[-1]}.")


def chosen_of(text: str) -> Literal["this", "other"]:
    """Which of the two jobs is meant; raises ConfigurationError for another word."""
    word = text.strip().lower()
    if word == "this":
        return "this"
    if word == "other":
        return "other"
    raise ConfigurationError(f"Which you would rather have: {text.strip()!r} is neither this nor other.")


def day_of(text: str, today: dt.date, advice: str) -> dt.date:
    """The day in `text`, today where it is empty; raises ConfigurationError for one to come, with the advice."""
    day = dt.date.fromisoformat(iso_date(text, "Day")) if text.strip() else today
    if day > today:
        raise ConfigurationError(f"Day: {day} is yet to come. {advice}")
    return day


def words_of(text: str) -> tuple[str, ...]:
    """The words between commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
