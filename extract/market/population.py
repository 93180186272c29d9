"""Who hires in a simulated market: its roles and employers, as its settings say."""

import math
from random import Random

import msgspec

from extract.boards import Board
from extract.market.lifetimes import survivals
from extract.market.reference import Employer, Reference, Role, Skill
from extract.market.settings import YEAR, Collection, MarketSettings, RoleCurve

LATE_AFTER = 60
"""Days after which an employer marked `late` opens its board."""
SIZE_LIMIT = 2000
PLATFORMS = ("greenhouse", "ashby", "lever", "lever_eu")
PLATFORM_WEIGHTS = (28, 28, 14, 4)


def populate(seed: int, settings: MarketSettings, book: Reference) -> Reference:
    """The reference with the market's own employers and roles in the place of the listed ones."""
    curves = {curve.role_id: curve for curve in settings.roles}
    known = {role.role_id for own in book.roles.values() for role in own}
    if unknown := sorted((curves.keys() | {skill.role_id for skill in settings.skills}) - known):
        raise ValueError(f"no such role: {', '.join(unknown)}")
    if unknown := sorted(settings.fields.keys() - book.roles.keys()):
        raise ValueError(f"no such field: {', '.join(unknown)}")
    roles = {
        field: tuple(_role(role, curves.get(role.role_id), settings) for role in own)
        for field, own in book.roles.items()
    }
    employers = tuple(_employer(seed, number, settings, book) for number in range(settings.employers))
    return msgspec.structs.replace(book, roles=roles, employers=employers)


def generator(seed: int, purpose: str, employer: Employer) -> Random:
    """A generator of an employer's own, so that a new employer changes nothing for the others."""
    return Random(f"{seed}:{purpose}:{employer.board.board_id}")  # noqa: S311 - a simulation, not a secret


# -- roles -------------------------------------------------------------------------------------------------------


def _role(role: Role, curve: RoleCurve | None, settings: MarketSettings) -> Role:
    role = msgspec.structs.replace(
        role, season=settings.season, season_peak=settings.season_peak, skills=_skills(role, settings)
    )
    return role if curve is None else msgspec.structs.replace(role, **_changes(curve, settings))


def _changes(curve: RoleCurve, settings: MarketSettings) -> dict[str, object]:
    """What the curve says otherwise; a growth of the year becomes one of the market's time."""
    years = settings.days / YEAR
    changes = {
        "weight": curve.share,
        "trend": None if curve.trend is None else curve.trend * years,
        "steps": curve.steps,
        "season": curve.season,
        "season_peak": curve.season_peak,
        "special_lifetime": curve.lifetime,
        "life_days": None if curve.lifetime is None else sum(survivals(curve.lifetime)),
        "pay_usd": curve.pay_median,
        "pay_trend": None if curve.pay_growth is None else curve.pay_growth * years,
    }
    return {name: value for name, value in changes.items() if value is not None}


def _skills(role: Role, settings: MarketSettings) -> tuple[Skill, ...]:
    """The role's skills: those of the settings in the place of the listed ones of the same name, then further ones."""
    moves_at = None if settings.skill_change_day is None else settings.skill_change_day / settings.days
    own = {
        curve.name: Skill(
            name=curve.name,
            share=curve.share * 100,
            trend=(curve.later_share - curve.share) * 100,
            moves_at=moves_at,
        )
        for curve in settings.skills
        if curve.role_id == role.role_id
    }
    return tuple(({skill.name: skill for skill in role.skills} | own).values())


# -- employers ---------------------------------------------------------------------------------------------------


def _employer(seed: int, number: int, settings: MarketSettings, book: Reference) -> Employer:
    listed = book.employers
    employer = listed[number] if number < len(listed) else _invented(number - len(listed), listed, book)
    if settings.size_law != "listed" or number >= len(listed):
        size = _size(generator(seed, "size", employer), settings)
        employer = msgspec.structs.replace(employer, size=size)
    if settings.pay_between is not None:
        level = math.exp(settings.pay_between * generator(seed, "pay", employer).gauss(0, 1))
        employer = msgspec.structs.replace(employer, pay_level=level)
    leaning = generator(seed, "disclosure", employer).gauss(0, 1)
    fields = {field: weight * settings.fields.get(field, 1) for field, weight in employer.fields.items()}
    entered, left = _membership(generator(seed, "membership", employer), employer, settings)
    return msgspec.structs.replace(employer, fields=fields, leaning=leaning, entered=entered, left=left)


def _invented(number: int, listed: tuple[Employer, ...], book: Reference) -> Employer:
    """The employer of that number beyond the listed ones, which resembles one of them."""
    starts, ends = book.words.name_starts, book.words.name_ends
    whole, place = divmod(number, len(starts) * len(ends))
    turn, start = divmod(place, len(starts))
    name = starts[start] + ends[(turn + start) % len(ends)] + (f" {whole + 1}" if whole else "")
    rng = Random(f"employer:{name}")  # noqa: S311 - a simulation, not a secret
    model = rng.choice(listed)
    platform = rng.choices(PLATFORMS, PLATFORM_WEIGHTS)[0]
    board = Board(
        platform=platform,
        key=name.lower().replace(" ", ""),
        employer=name,
        country=model.board.country,
        industry=model.board.industry,
    )
    return msgspec.structs.replace(model, board=board, style=model.style - {"late"})


def _size(rng: Random, settings: MarketSettings) -> int:
    """The number of adverts an employer keeps open, from the market's law."""
    spread, mean = settings.size_spread, settings.size_mean
    if settings.size_law == "pareto":
        size = mean * (1 - spread) * math.pow(1 - rng.random(), -spread)
    else:
        size = mean * math.exp(spread * rng.gauss(0, 1) - spread**2 / 2)
    return min(SIZE_LIMIT, max(1, round(size)))


def _membership(rng: Random, employer: Employer, settings: MarketSettings) -> tuple[int, int | None]:
    """The day on which the employer's board opens, and that from which on it is gone (None: it stays)."""
    plan, days, platform = settings.collection, settings.days, employer.board.platform
    chances, middle = (rng.random(), rng.random()), sorted(rng.sample(range(days // 10, days - days // 10), 2))
    entered = min(LATE_AFTER, days // 3) if "late" in employer.style else 0
    if chances[0] < plan.late_share:
        entered = middle[0]
    entered = max([entered, *(event.day for event in plan.entries if event.platform == platform)])
    left = max(middle[1], entered + 1) if chances[1] < plan.leave_share else None
    return entered, _first_exit(plan, platform, left)


def _first_exit(plan: Collection, platform: str, left: int | None) -> int | None:
    exits = [event.day for event in plan.exits if event.platform == platform]
    return min([*exits, *([] if left is None else [left])], default=None)
