"""One advert, by its id or address: what it says, and how that compares with the person."""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import msgspec
import polars as pl

from warehouse.answers.person import NoAnswerYet, Person
from warehouse.answers.watched import rows


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One skill that an advert names: `need` is required, preferred or mentioned; `level` the person's, 0 none."""

    skill_id: str
    name: str
    need: str
    level: int = 0


class Advert(msgspec.Struct, frozen=True, kw_only=True):
    """What one advert says; None is silence. Pay is a year's, as stated in `pay_currency`."""

    posting_id: str
    employer: str
    title: str
    url: str | None = None
    role_id: str | None = None
    seniority: str | None = None
    workplace: str | None = None
    country_code: str | None = None
    city: str | None = None
    is_open: bool
    pay_low: float | None = None
    pay_high: float | None = None
    pay_currency: str | None = None
    pay_rate: float | None = None
    """Times a pay of the advert's currency it is one of the person's, at the latest reference rates."""
    benefits: tuple[str, ...] = ()
    skills: tuple[Asked, ...] = ()

    def skill_fit(self) -> float | None:
        """How much of what it names the person can do, as in the table of matching vacancies; None where it names none.

        Required skills count 1, others a half; of a skill that the person has some of, half.
        """
        asked = sum(_counts(skill) for skill in self.skills)
        return sum(_counts(skill) * min(skill.level, 2) / 2 for skill in self.skills) / asked if asked else None

    def row(self, person: Person) -> pl.DataFrame:
        """The advert as a row that `wishes.features` reads."""
        rate, names_skills = self.pay_rate, bool(person.skills)
        return pl.DataFrame(
            {
                "pay_low": [None if self.pay_low is None or rate is None else self.pay_low * rate],
                "pay_high": [None if self.pay_high is None or rate is None else self.pay_high * rate],
                "skill_fit": [self.skill_fit() if names_skills else None],
                "named_skills": [len(self.skills)],
                "matched_named": [sum(skill.level > 0 for skill in self.skills) if names_skills else None],
                "workplace": [self.workplace],
                "benefits": [list(self.benefits)],
                "seniority": [self.seniority],
            },
            schema=ROW,
        )


def _counts(skill: Asked) -> float:
    return 1.0 if skill.need == "required" else 0.5


ROW: dict[str, pl.DataType | type[pl.DataType]] = {
    "pay_low": pl.Float64, "pay_high": pl.Float64, "skill_fit": pl.Float64, "named_skills": pl.Int64,
    "matched_named": pl.Int64, "workplace": pl.String, "benefits": pl.List(pl.String), "seniority": pl.String,
}  # fmt: skip


def find(connection: duckdb.DuckDBPyConnection, person: Person, words: str) -> Advert:
    """The advert that `words` names: a posting's id or the end of it, its address, or how its last part begins.

    Raises NoAnswerYet where no board that is watched has had such a posting, and where several are so named.
    """
    found = rows(connection, "advert/find", words=words.strip(), least=BEGINNING, currency=person.pay_currency)
    if not found:
        raise NoAnswerYet(
            f"No posting {words.strip()!r} has been seen at the boards we watch. Name it by its address, its whole "
            "id, such as ashby:example:1234, or what `jobgauge openings` prints under Posting, such as 2c5ae4c8: at "
            f"least {BEGINNING} of its letters and digits."
        )
    if len(found) > 1:
        raise NoAnswerYet(_several(words.strip(), found))
    row = found[0]
    skills = asked(rows(connection, "advert/skills", posting_id=row["posting_id"]), person)
    return Advert(**row | {"benefits": tuple(row["benefits"] or ()), "skills": skills})


def asked(skills: Iterable[Mapping[str, Any]], person: Person) -> tuple[Asked, ...]:
    """The skills that an advert names, rows of skill_id, skill_name and skill_need, with the person's level in each."""
    levels = {skill.skill_id: skill.level for skill in person.skills}
    return tuple(
        Asked(skill_id=one["skill_id"], name=one["skill_name"], need=one["skill_need"],
              level=levels.get(one["skill_id"], 0))
        for one in skills
    )  # fmt: skip


BEGINNING = 6
"""So much of the beginning of an id's last part is enough to look for it."""
NAMED = 5
"""At most so many postings are listed where one is asked for and several are meant."""


def _several(words: str, found: list[dict[str, Any]]) -> str:
    named = "; ".join(f"{row['posting_id']!r} ({row['title']!r} at {row['employer']!r})" for row in found[:NAMED])
    more = f" and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
    return f"{words!r} may be any of {len(found):,} postings. Give one's whole id: {named}{more}."
