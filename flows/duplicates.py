"""Finds the same vacancy seen twice among what is new in the warehouse. Knows no Prefect."""

import msgspec

from transform import duplicates as rules
from transform import duplicates_text as likeness
from warehouse import duplicates, store


class Deduplicated(msgspec.Struct, frozen=True, kw_only=True):
    """What an update did; `oversized` vacancies were too large to be believed and were taken apart."""

    signed: int
    matched: int
    pairs: int
    kinds: dict[str, int]
    oversized: int


def update(connection: store.Connection, at_once: int = duplicates.AT_ONCE) -> Deduplicated:
    """What came of matching the postings that are new or changed since the last update, so many of them at once."""
    slices = duplicates.ask(connection, rules.VERSION, likeness.VERSION, rules.MAX_APART_DAYS, at_once)
    signed = sign(connection)
    done = [_match(connection, number) for number in range(len(slices))]
    # What a slice found may be judged anew with a later one.
    kinds = done[0].kinds if len(slices) == 1 else duplicates.kinds(connection)
    duplicates.finish(connection)
    return Deduplicated(
        signed=signed,
        matched=done[0].matched if len(slices) == 1 else sum(slices),
        pairs=sum(part.pairs for part in done),
        kinds=kinds,
        oversized=sum(part.oversized for part in done),
    )


def _match(connection: store.Connection, number: int) -> Deduplicated:
    """What came of matching a slice of the postings asked for."""
    matched = duplicates.stage(connection, rules.place_words(), number)
    pairs = duplicates.candidates(connection)
    alike = [likeness.likeness(some, duplicates.texts(connection, hashes)) for some, hashes in rules.text_pairs(pairs)]
    matches = rules.judge(rules.features(pairs, alike))
    joined = duplicates.match(connection, matches)
    vacancies = rules.vacancies(joined.matches, joined.ranks)
    duplicates.apply(connection, vacancies.frame)
    return Deduplicated(
        signed=0,
        matched=matched,
        pairs=pairs.height,
        kinds=rules.counts(matches),
        oversized=vacancies.oversized,
    )


def sign(connection: store.Connection) -> int:
    """How many texts got their signature."""
    count = 0
    for texts in duplicates.unsigned(connection):
        duplicates.sign(connection, likeness.signatures(texts))
        count += texts.height
    return count
