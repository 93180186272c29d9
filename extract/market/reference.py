"""What the simulated market is made of: employers, roles, places and words, read from the files beside this module."""

import csv
from functools import cache
from importlib.resources import files

import msgspec

from extract.boards import Board
from extract.market.lifetimes import Exponential, Lifetime
from extract.market.settings import Step


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """A country: its names, currency, pay level against the United States, and the period pay is stated in."""

    code: str
    name: str
    short: str
    currency: str
    pay_factor: float
    period: str


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A city: its English and its local name, region and country."""

    place: str
    city: str
    local: str
    region: str
    region_code: str
    country: str


class Skill(msgspec.Struct, frozen=True, kw_only=True):
    """A skill: the share (%) of a role's adverts that ask for it at the start, and how far that moves by the end.

    It moves evenly, or at once where the part `moves_at` of the time is over.
    """

    name: str
    share: float
    trend: float
    moves_at: float | None = None

    def share_at(self, when: float) -> float:
        """The share (%) of the adverts opened when the part `when` (0 to 1) of the time is over."""
        part = when if self.moves_at is None else float(when >= self.moves_at)
        return self.share + self.trend * part


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A role: its plain title, how often it is hired, the curve of that, how long adverts live, and what it pays.

    The trends of demand and of pay are logarithms, reached by the end of the market's time.
    """

    role_id: str
    role_title: str
    field: str
    weight: float
    trend: float
    life_days: float
    pay_usd: float
    period: str
    levels: str
    skills: tuple[Skill, ...]
    steps: tuple[Step, ...] = ()
    season: float = 0.0
    season_peak: float = 0.0
    pay_trend: float = 0.03
    special_lifetime: Lifetime | None = None

    @property
    def lifetime(self) -> Lifetime:
        """How long its adverts live; by default as an exponential time with a mean of `life_days`."""
        return self.special_lifetime or Exponential(self.life_days)


class Employer(msgspec.Struct, frozen=True, kw_only=True):
    """An employer: its board, the number of adverts it keeps open, where and in which fields, and its habits.

    Its board opens on day `entered` and is gone from day `left` on. `leaning` is its part in the disclosure of pay.
    """

    board: Board
    size: int
    places: tuple[str, ...]
    fields: dict[str, float]
    pay_level: float
    disclosed: float
    style: frozenset[str]
    entered: int = 0
    left: int | None = None
    leaning: float = 0.0


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of work: its department, whether it is done at a desk, the title of its head, and its duties."""

    department: str
    desk: bool
    head: tuple[str, str]
    duties: tuple[str, ...]


class Level(msgspec.Struct, frozen=True, array_like=True):
    """How a title says a level: the pattern, the level, its weight, and its share of the role's middle pay."""

    pattern: str
    seniority: str
    weight: float
    pay_share: float


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The words of the adverts (`words.toml`)."""

    about: tuple[str, ...]
    team: tuple[str, ...]
    years: tuple[str, ...]
    skill: tuple[str, ...]
    degree: tuple[str, ...]
    benefits: tuple[str, ...]
    closing: tuple[str, ...]
    hybrid: tuple[str, ...]
    on_site: tuple[str, ...]
    rewrite: tuple[str, ...]
    odd_titles: tuple[str, ...]
    teams: tuple[str, ...]
    pay_words: dict[str, tuple[str, ...]]
    symbols: dict[str, str]
    per: dict[str, str]
    levels: dict[str, tuple[Level, ...]]
    years_of: dict[str, int]
    fields: dict[str, Field]
    name_starts: tuple[str, ...]
    name_ends: tuple[str, ...]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    employers: tuple[Employer, ...]
    roles: dict[str, tuple[Role, ...]]
    places: dict[str, Place]
    countries: dict[str, Country]
    words: Words


@cache
def reference() -> Reference:
    """The employers, the roles by field, the places, the countries and the words of the simulated market."""
    roles: dict[str, tuple[Role, ...]] = {}
    for row in _rows("roles.csv"):
        role = msgspec.convert(
            {**row, "skills": [_skill(word) for word in row["skills"].split(";")]}, Role, strict=False
        )
        roles[role.field] = (*roles.get(role.field, ()), role)
    words = files(__package__).joinpath("words.toml").read_bytes()
    return Reference(
        employers=tuple(_employer(row) for row in _rows("employers.csv")),
        roles=roles,
        places={row["place"]: msgspec.convert(row, Place) for row in _rows("places.csv")},
        countries={row["code"]: msgspec.convert(row, Country, strict=False) for row in _rows("countries.csv")},
        words=msgspec.toml.decode(words, type=Words),
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _skill(word: str) -> dict[str, str]:
    name, share, trend = word.split(":")
    return {"name": name, "share": share, "trend": trend}


def _employer(row: dict[str, str]) -> Employer:
    fields = (word.split(":") for word in row["fields"].split(";"))
    return Employer(
        board=msgspec.convert({name: row[name] for name in Board.__struct_fields__}, Board),
        size=int(row["size"]),
        places=tuple(row["places"].split(";")),
        fields={name: float(weight) for name, weight in fields},
        pay_level=float(row["pay_level"]),
        disclosed=float(row["disclosed"]),
        style=frozenset(row["style"].split(";")) - {""},
    )
