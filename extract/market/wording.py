"""The words of the simulated adverts: titles, texts and pay, drawn from `words.toml`."""

from random import Random

import msgspec

from extract.market.laws import Laws
from extract.market.reference import Country, Employer, Level, Place, Reference, Role, Words
from extract.market.settings import HEAD_SHARE, ODD_SHARE
from extract.market.truth import Disclosure, PayTruth, TitleKind

HEAD_PAY_SHARE = 1.9
ROUND_TO = {"hour": 0.5, "month": 100.0, "year": 1000.0}


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """A title before decoration, what it says, and its share of the role's middle pay."""

    text: str
    kind: TitleKind
    seniority: str
    says_seniority: bool
    pay_share: float


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a description; `rewrites` are added one by one, with each edit of the text."""

    about: str
    team: str
    duties: tuple[str, ...]
    needs: tuple[str, ...]
    wishes: tuple[str, ...]
    benefits: tuple[str, ...]
    closing: str
    workplace: str | None
    rewrites: tuple[str, ...]


def draw_title(rng: Random, role: Role, words: Words) -> Title:
    """A title for an advert of `role`: at a level, of the field's head, or one that no lexicon knows."""
    luck = rng.random()
    if luck < ODD_SHARE:
        return Title(
            text=rng.choice(words.odd_titles), kind=TitleKind.ODD, seniority="mid", says_seniority=False, pay_share=0.9
        )
    if luck < ODD_SHARE + HEAD_SHARE:
        text, seniority = words.fields[role.field].head
        return Title(text=text, kind=TitleKind.HEAD, seniority=seniority, says_seniority=True, pay_share=HEAD_PAY_SHARE)
    level: Level = rng.choices(words.levels[role.levels], [level.weight for level in words.levels[role.levels]])[0]
    return Title(
        text=level.pattern.format(role.role_title),
        kind=TitleKind.PLAIN,
        seniority=level.seniority,
        says_seniority=level.pattern != "{}",
        pay_share=level.pay_share,
    )


def decorate(rng: Random, title: str, employer: Employer, words: Words, place: str, workplace: str) -> str:
    """The title with what employers hang on it: a team, a place, a gender mark, a number; often unchanged."""
    additions = []
    if rng.random() < 0.15:
        additions.append(f", {rng.choice(words.teams)}")
    if "mfd" in employer.style:
        additions.append(rng.choice([" (m/f/d)", " (m/w/d)", " (f/m/d)", " (all genders)"]))
    if "title_city" in employer.style or rng.random() < 0.06:
        additions.append(rng.choice([f" - {place}", f" ({place})", f" | {place}"]))
    elif workplace == "remote" and rng.random() < 0.3:
        additions.append(rng.choice([" (Remote)", " - Remote"]))
    if "req" in employer.style and rng.random() < 0.5:
        additions.append(rng.choice([" [R-{}]", " #{}", " (Req {})"]).format(rng.randint(1000, 9999)))
    return title + "".join(additions)


def draw_skills(rng: Random, role: Role, when: float) -> tuple[str, ...]:
    """The skills that an advert of `role` asks for, when it opens at `when` (0 to 1) of the market's time."""
    chosen = [skill.name for skill in role.skills if rng.random() * 100 < skill.share_at(when)]
    return tuple(chosen or [role.skills[0].name])


def draw_text(
    rng: Random, book: Reference, employer: Employer, role: Role, seniority: str, skills: tuple[str, ...], currency: str
) -> Text:
    """The parts of a description of 1 to 3 KB."""
    words, field = book.words, book.words.fields[role.field]
    cut = max(1, len(skills) * 2 // 3)
    years = rng.choice(words.years).format(years=words.years_of[seniority])
    needs = [rng.choice(words.skill).format(skill=skill) for skill in skills[:cut]]
    degree = rng.choice(words.degree if field.desk else words.degree[1:])
    benefits = rng.sample(words.benefits, rng.randint(3, 6))
    return Text(
        about=rng.choice(words.about).format(employer=employer.board.employer, industry=employer.board.industry),
        team=rng.choice(words.team).format(size=rng.randint(4, 30), department=field.department),
        duties=tuple(rng.sample(field.duties, min(len(field.duties), rng.randint(4, 6)))),
        needs=(years, *needs, degree) if seniority != "intern" else tuple(needs),
        wishes=tuple(f"{skill} is welcome" for skill in skills[cut:]),
        benefits=tuple(benefit.format(symbol=words.symbols[currency]) for benefit in benefits),
        closing=rng.choice(words.closing),
        workplace=None,
        rewrites=tuple(rng.sample(words.rewrite, len(words.rewrite))),
    )


def draw_pay(
    rng: Random, laws: Laws, role: Role, share: float, employer: Employer, country: Country, when: float, hourly: bool
) -> PayTruth:
    """The pay of an advert, and where it is stated: in the platform's fields, in the text, or nowhere."""
    luck, platform, plan = rng.random(), employer.board.platform, laws.settings
    spread = rng.lognormvariate(role.pay_trend * when, plan.pay_within)
    middle = role.pay_usd * share * country.pay_factor * employer.pay_level * spread
    where = _stated(laws, luck, role, employer, country, middle, when)
    period = "hour" if hourly else country.period
    if period == "month" and platform == "greenhouse" and where is Disclosure.STRUCTURED:
        period = "year"
    halfwidth = rng.uniform(*plan.range_halfwidth)
    if plan.point_share and rng.random() < plan.point_share:
        halfwidth = 0.0
    minimum, maximum = pay_range(middle, halfwidth, period)
    has_zones = where is Disclosure.STRUCTURED and platform in ("greenhouse", "ashby") and country.code == "US"
    return PayTruth(
        disclosed_in=where,
        currency=country.currency,
        period=period,
        minimum=minimum,
        maximum=maximum,
        zone_count=2 if has_zones and period == "year" and minimum < maximum and rng.random() < 0.15 else 1,
        is_mislabelled=platform == "ashby"
        and period == "hour"
        and where is Disclosure.STRUCTURED
        and rng.random() < 0.45,
    )


def _stated(
    laws: Laws, luck: float, role: Role, employer: Employer, country: Country, middle: float, when: float
) -> Disclosure:
    """Where an advert of `luck` (0 to 1) states its pay."""
    rule = laws.settings.disclosure
    score = laws.pay_score(role.role_id, country.code, middle, when) if rule and rule.by_pay else 0.0
    chance = laws.disclosure_chance(employer, score)
    in_fields = employer.disclosed if rule is None else chance * (1 - rule.text_share)
    if luck < in_fields:
        return Disclosure.STRUCTURED
    return Disclosure.TEXT if luck < chance else Disclosure.NONE


def pay_range(annual: float, spread: float, period: str) -> tuple[float, float]:
    """The rounded minimum and maximum around a yearly pay, in units of `period`."""
    middle = annual / {"hour": 2080, "month": 12, "year": 1}[period]
    step = ROUND_TO[period] * (10 if middle > 500_000 else 1)
    minimum, maximum = (round(middle * (1 + sign * spread) / step) * step for sign in (-1, 1))
    return minimum, maximum


def raised(pay: PayTruth) -> PayTruth:
    """The pay after a raise by about 7 %."""
    step = ROUND_TO[pay.period] * (10 if pay.maximum > 500_000 else 1)
    low, high = (max(value + step, round(value * 1.07 / step) * step) for value in (pay.minimum, pay.maximum))
    return msgspec.structs.replace(pay, minimum=low, maximum=high)


def pay_sentence(pay: PayTruth, words: Words) -> str:
    """The pay in a sentence of the text."""
    patterns = words.pay_words[pay.currency]
    pattern = patterns[round(pay.minimum) % len(patterns)]
    return pattern.format(low=figure(pay.minimum), high=figure(pay.maximum), per=words.per[pay.period])


def figure(value: float) -> str:
    """The amount as people write it: thousands apart, cents only where there are some."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def draw_label(rng: Random, place: Place, country: Country, workplace: str) -> str:
    """The label of a place as an employer prints it."""
    if workplace == "remote":
        return rng.choice([f"Remote - {country.short}", f"Remote, {country.name}", f"{country.name} (Remote)"])
    city = place.local if rng.random() < 0.15 else place.city
    if country.code in ("US", "CA", "AU"):
        return rng.choice([f"{city}, {place.region_code}", f"{city}, {place.region}, {country.name}", city])
    return rng.choice([f"{city}, {country.name}", city, f"{city}, {country.short}", f"{city} HQ"])
