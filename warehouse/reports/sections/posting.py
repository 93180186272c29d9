"""What an advert leaves out, in words: its facts, the questions that follow, fit, oddities, life and reposts."""

from collections.abc import Iterator
from typing import Any

from warehouse.answers.peers import Unusual
from warehouse.answers.person import Person
from warehouse.answers.posting import Fact, Fit, Life, Posting, Spell
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.tables import Field, Table
from warehouse.reports.words import counted, country, day, label, listed, lowered, number, percent, role_plural

NAMED = 5
"""The most skills that are named in one sentence."""
_QUESTIONS = (
    Field("rank", "No.", "count"),
    Field("question", "To ask", "text"),
    Field("status", "The advert is", "code"),
    Field("words", "Its words", "text"),
    Field("peers_share", "Peers that state it", "share"),
    Field("n", "Peers", "count"),
)
_FACTS = (
    Field("fact_id", "Key", "code"),
    Field("fact_name", "Fact", "text"),
    Field("status", "The advert is", "code"),
    Field("words", "Its words", "text"),
    Field("peers_share", "Peers that state it", "share"),
    Field("peers_low", "At least", "share"),
    Field("peers_high", "At most", "share"),
    Field("n", "Peers", "count"),
)
_UNUSUAL = (
    Field("measure", "Of", "text"),
    Field("value", "This advert", "text"),
    Field("low", "Lowest tenth", "text"),
    Field("middle", "Middle", "text"),
    Field("high", "Highest tenth", "text"),
    Field("share", "Peers like it or beyond", "share"),
    Field("n", "Peers", "count"),
    Field("is_unusual", "Unusual", "yes"),
)
_SKILLS = (
    Field("skill", "Skill", "text"),
    Field("said", "The advert", "code"),
    Field("level", "You", "code"),
    Field("peers_share", "Peers that name it", "share"),
    Field("n", "Peers", "count"),
)
_SPELLS = (
    Field("posting_id", "Posting", "posting"),
    Field("title", "Title", "text"),
    Field("first_seen_on", "First seen", "day"),
    Field("last_seen_on", "Last seen", "day"),
    Field("closed_on", "Gone on", "day"),
)
_MEASURES = {
    "pay_middle": "the middle of its pay range",
    "pay_range": "how far the top of its pay range lies above the bottom",
    "years": "years of experience asked",
    "required_skills": "skills required",
    "words": "words in the text",
    "facts_stated": "facts stated",
    "age_days": "days up",
    "degree": "degree asked for",
    "workplace": "place of work",
    "contract": "employment",
}
_LEVELS = {0: "not", 1: "some", 2: "good", 3: "strong"}
NOTE = (
    "Read by patterns, of {total} facts: stated is settled by the words, vague is spoken of and left open, silent is "
    "not mentioned. A question is worth as much as peers say it is usual to answer in the advert: the share of peers "
    "that state the fact, half of it where this one is vague. Peers are open vacancies of the same {whose} at the "
    "employers we watch{where}, the newest {n} with a description, at most 25 of one employer. An advert that says "
    "nothing of a thing may still offer it."
)


def section(found: Posting, person: Person) -> Section:
    """The answer in words."""
    questions = [(rank, *_question(fact)) for rank, fact in enumerate(found.questions, start=1)]
    where = f" in {country(found.country_code)}" if found.country_code else ""
    return Section(
        key="posting",
        title="What this advert leaves out",
        said=tuple(_said(found)),
        tables=(
            Table(
                "posting",
                "What to ask" if found.refusal else "What to ask, most worth asking first",
                _QUESTIONS,
                tuple(questions),
            ),
            Table("posting_facts", "What it states and what peers state", _FACTS, tuple(map(_fact, found.facts))),
            Table("posting_unusual", "Against its peers", _UNUSUAL, tuple(_odd(one) for one in found.unusual)),
            Table("posting_skills", "Skills, both ways", _SKILLS, tuple(_skills(found, person))),
            Table("posting_spells", "Times online, with reposts", _SPELLS, tuple(map(_spell, found.spells))),
        ),
        queries=tuple(_queries(found)),
        notes=(
            NOTE.format(
                total=len(found.facts),
                where=where,
                n=number(found.n),
                whose="family of roles" if found.role_family else "role",
            ),
        ),
    )


def _said(found: Posting) -> Iterator[str]:
    yield _lead(found)
    yield _asking(found)
    yield from _fit(found.fit)
    yield _unusual(found)
    yield from _life(found)
    yield from _reposts(found)


def _lead(found: Posting) -> str:
    advert = found.advert
    who = f"“{advert.title}”" + (f" at {advert.employer}" if advert.employer else "")
    counts = {status: sum(fact.status == status for fact in found.facts) for status in ("stated", "vague", "silent")}
    said = (
        f"{who} states {counts['stated']} of {len(found.facts)} facts that people ask about, leaves {counts['vague']} "
        f"vague and is silent on {counts['silent']}."
    )
    if found.peers_stated is None:
        return f"{said} It is not compared with others: {lowered(found.refusal)}"
    low, middle, high = found.peers_stated
    where = f" in {country(found.country_code)}" if found.country_code else ""
    return (
        f"{said} Of {number(found.n)} open adverts for {_peers(found)}{where} at "
        f"{counted(found.unique_employers, 'employer')} that we watch, the middle one states {number(middle)} and four "
        f"in five state {number(low)} to {number(high)}."
    )


def _peers(found: Posting) -> str:
    """What the peers advertise."""
    own = role_plural(found.advert.role_title)
    return own if found.role_family is None else f"{found.role_family} (too few are for {own} alone)"


def _asking(found: Posting) -> str:
    first = found.questions[:3]
    if not first:
        return "It states every fact that we look for."
    asked = " ".join(f"{fact.question}{_share(fact)}" for fact in first)
    if found.refusal:
        return f"It does not settle, in the order of our list: {asked}"
    return f"Most worth asking at an interview: {asked}"


def _share(fact: Fact) -> str:
    if fact.peers.value is None:
        return ""
    left = " This one is vague." if fact.status == "vague" else ""
    return f" ({percent(fact.peers.value)} of peers state it.{left})"


def _fit(fit: Fit) -> Iterator[str]:
    if fit.refusal:
        yield f"How your skills fit cannot be said. {fit.refusal}"
        return
    total = len(fit.have) + len(fit.lack)
    have = f" ({_some([one.name for one in fit.have])})" if fit.have else ""
    required = [one.name for one in fit.lack if one.need == "required"]
    lack = f" Required and not among yours: {_some(required)}." if required else " None that it requires is missing."
    yield f"It names {counted(total, 'skill')}; you have {number(len(fit.have))}{have}.{lack}"
    if fit.unmentioned:
        told = [one.name + (f" ({percent(one.peers_share)} of peers)" if one.peers_share else "")
                for one in fit.unmentioned]  # fmt: skip
        yield f"You have what it does not mention: {_some(told)}."


def _some(names: list[str]) -> str:
    rest = len(names) - NAMED
    return listed(names) if rest <= 0 else f"{', '.join(names[:NAMED])} and {number(rest)} more"


def _unusual(found: Posting) -> str:
    if found.refusal:
        return f"Whether anything in it is unusual cannot be said: {lowered(found.refusal)}"
    odd = [one for one in found.unusual if one.is_unusual]
    if not odd:
        return "Nothing that we measure in it is unusual among its peers."
    return f"Unusual among its peers: {'; '.join(_oddity(one) for one in odd)}."


def _oddity(one: Unusual) -> str:
    of = _MEASURES[one.measure]
    rare = f"{percent(one.share or 0)} of {number(one.n)}"
    if one.text is not None:
        return f"{of}: {label(one.text)} ({rare} say so)"
    side = "more or as much" if one.side == "high" else "less or as little"
    value, middle = (_amount(one, amount) for amount in (one.value, one.middle))
    return f"{of}: {value}, where the middle is {middle} ({rare} have {side})"


def _amount(one: Unusual, amount: float | None) -> str:
    if amount is None:
        return ""
    return percent(amount) if one.measure == "pay_range" else number(amount)


def _life(found: Posting) -> Iterator[str]:
    advert, life = found.advert, found.life
    if advert.age_days is not None and advert.is_open is not None:
        been = "has been" if advert.is_open else "was"
        yield f"It {been} up for {counted(advert.age_days, 'day')}{_by_its_date(found)}{_old(found)}."
    yield _lasting(life, advert.role_title)


def _by_its_date(found: Posting) -> str:
    """Where the advert bears a date before the day on which we first saw it, both counts and why they differ."""
    advert = found.advert
    if not advert.is_open or advert.first_seen_on is None or advert.age_days is None:
        return ""
    seen = (found.window_end - advert.first_seen_on).days
    if advert.age_days <= seen:
        return ""
    return f" by the date it bears ({number(seen)} since we first saw it)"


def _old(found: Posting) -> str:
    if found.advert.evergreen_reason:
        return f" and may be always up, whoever is hired ({found.advert.evergreen_reason})"
    return ", longer than 19 in 20 of those that closed" if found.advert.is_stale else ""


def _lasting(life: Life, role_title: str) -> str:
    days = life.days
    if days.value is None:
        return f"How long such adverts stay open cannot be said: {lowered(days.refusal)}"
    likely = f" (likely {number(days.low)} to {number(days.high)})" if days.low and days.high else ""
    month = f", and {percent(life.open_share_30)} are still open past a month" if life.open_share_30 is not None else ""
    return (
        f"Half of the adverts for {role_plural(role_title)} are gone after {number(days.value)} days{likely}{month}; "
        f"we followed {counted(days.n, 'advert')}. That an advert disappears is no proof that somebody was hired."
    )


def _reposts(found: Posting) -> Iterator[str]:
    if not found.spells:
        return
    first = found.spells[0]
    times = len(found.spells)
    since = "was already up when we began to watch" if first.is_left_censored else "was first seen"
    if times == 1:
        yield f"It {since} on {day(first.first_seen_on)}; we have not seen it put up again."
        return
    postings = len({spell.posting_id for spell in found.spells})
    yield (
        f"It or an earlier advert of the same vacancy {since} on {day(first.first_seen_on)}: "
        f"{counted(times, 'time')} online so far, in {counted(postings, 'posting')}."
    )


def _question(fact: Fact) -> tuple[Any, ...]:
    return (fact.question, fact.status, fact.words or "", fact.peers.value, fact.peers.n)


def _fact(fact: Fact) -> tuple[Any, ...]:
    peers = fact.peers
    return (fact.fact_id, fact.name, fact.status, fact.words or "", peers.value, peers.low, peers.high, peers.n)


def _odd(one: Unusual) -> tuple[Any, ...]:
    value = label(one.text) if one.text is not None else _amount(one, one.value)
    ends = (_amount(one, end) for end in (one.low, one.middle, one.high))
    return (_MEASURES[one.measure], value, *ends, one.share, one.n, one.is_unusual)


def _skills(found: Posting, person: Person) -> Iterator[tuple[Any, ...]]:
    for one in (*found.fit.have, *found.fit.lack):
        yield (one.name, one.need, _LEVELS[one.level] if person.skills else "unknown", None, None)
    for own in found.fit.unmentioned:
        yield (own.name, "silent", _LEVELS[own.level], own.peers_share, found.n)


def _spell(spell: Spell) -> tuple[Any, ...]:
    return (spell.posting_id, spell.title, spell.first_seen_on, spell.last_seen_on, spell.closed_on)


def _queries(found: Posting) -> Iterator[Query]:
    role_id = escaped(found.advert.role_id)
    yield Query(title="How long such adverts stay open, in SQL", text=_LIFE.format(role_id=role_id))
    if found.advert.posting_id:
        posting_id = escaped(found.advert.posting_id)
        yield Query(title="The advert and its reposts, in SQL", text=_SERIES.format(posting_id=posting_id))


_LIFE = """\
SELECT life_p50, life_p50_low, life_p50_high, open_share_30, n, unique_employers
FROM mart.posting_life
WHERE role_id = '{role_id}';"""
_SERIES = """\
SELECT posting_id, title, first_seen_at, last_seen_at, closed_at, reopened_count
FROM mart.posting
WHERE series_id = (SELECT series_id FROM mart.posting WHERE posting_id = '{posting_id}')
ORDER BY first_seen_at;"""
