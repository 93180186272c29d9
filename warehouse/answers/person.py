"""Who asks: what the answers need to know of the person. It is read from their profile and stays on their machine."""

import datetime as dt

import msgspec

from warehouse.measures.preferences import stated

INTERVIEW_HOURS = 6.0
"""What one interview costs in hours where the person does not say: preparing, travelling, talking."""


NO_SKILL = "your profile names no skill that adverts are searched for"
"""Said where nothing can be compared; a profile may name others, which `jobgauge doctor` lists."""


NOTHING_YET = "Nothing has been collected yet: no board has answered in full. `jobgauge run` asks them."


class NoAnswerYet(Exception):
    """The data cannot answer the question yet; the message says in plain words what is missing."""


class UnknownRole(NoAnswerYet):
    """There is no such role in the list."""

    def __init__(self, role_id: str) -> None:
        super().__init__(f"There is no role called {role_id!r} in the list of roles.")


class Skill(msgspec.Struct, frozen=True, kw_only=True):
    """One skill of the person, as core.skill knows it; `level` is 1 some, 2 good, 3 strong."""

    skill_id: str
    name: str
    level: int = 2


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """An application of the person's log for a posting that we know; `fate` as in interview_log.Fate."""

    posting_id: str
    day: dt.date
    fate: str


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer may know of the person; only the role is required."""

    role_id: str
    other_roles: tuple[str, ...] = ()
    """Roles that the person would take too."""
    countries: tuple[str, ...] = ()
    """ISO 3166 alpha-2; empty is everywhere. A remote posting without a country counts as everywhere."""
    cities: tuple[str, ...] = ()
    """Names of cities as postings have them; empty is everywhere."""
    workplaces: tuple[str, ...] = ()
    """remote, hybrid, on_site: what the person would accept; empty is any."""
    pay_annual: float | None = None
    """Base pay a year before tax."""
    pay_currency: str | None = None
    bonus_annual: float | None = None
    equity_annual: float | None = None
    skills: tuple[Skill, ...] = ()
    seniority: str | None = None
    """The level of the person's own position, as in core.posting.seniority."""
    years: float | None = None
    """Years of experience in the field."""
    degree: str | None = None
    """The highest: high_school, vocational, associate, bachelor, master or doctorate."""
    benefits: tuple[str, ...] = ()
    """The term ids of the benefits that the person has."""
    weights: dict[str, float] = {}
    """How much each of ATTRIBUTES counts, 0 to 5; what is not named counts 1."""
    learnt_weights: dict[str, float] | None = None
    """The same after the choices of the person's own log of interviews; None without a choice."""
    application_offers: int = 0
    """Applications of the person's log that led to an offer."""
    application_refusals: int = 0
    """Applications of the person's log that led to none."""
    applied: tuple[Applied, ...] = ()
    """The applications themselves, the first noted first."""
    interview_hours: float | None = None
    """What one interview costs them; where they do not say, INTERVIEW_HOURS is assumed."""
    started_on: dt.date | None = None
    """When the person started in the role."""

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that the person would take, their own first."""
        return tuple(dict.fromkeys((self.role_id, *self.other_roles)))

    @property
    def weighed(self) -> dict[str, float]:
        """How much each of ATTRIBUTES counts: as their choices taught, else as they state it."""
        return self.learnt_weights or stated(self.weights)
