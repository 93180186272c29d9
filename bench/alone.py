"""What peers take for the same work, run by an environment of their own (`make peers`): imports nothing of ours.

Reads a JSON file, an input for each peer by name, and prints what each took: its seconds, and for pay its answers.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PERMUTATIONS, WORDS = 128, 3


def jobspy(given: dict[str, Any]) -> dict[str, Any]:
    """JobSpy's reading of each string: `interval`, `minimum`, `maximum`, `currency`."""
    from jobspy.util import extract_salary

    return timed(lambda: [extract_salary(text) for text in given["texts"]])


def price_parser(given: dict[str, Any]) -> dict[str, Any]:
    """price-parser's reading of each string: the amount in words and its currency as written."""
    from price_parser import Price

    found = timed(lambda: [Price.fromstring(text) for text in given["texts"]])
    found["answers"] = [(str(price.amount), price.currency) for price in found["answers"]]
    return found


def rapidfuzz(given: dict[str, Any]) -> dict[str, Any]:
    """The nearest name of each title by rapidfuzz's WRatio."""
    from rapidfuzz import fuzz, process, utils

    names = [utils.default_process(name) for name in given["names"]]
    titles = given["titles"]
    return timed(
        lambda: [process.extractOne(utils.default_process(title), names, scorer=fuzz.WRatio)[:2] for title in titles]
    )


def spacy(given: dict[str, Any]) -> dict[str, Any]:
    """The number of matches of spaCy's phrase matcher in each text; that the matcher is built does not count."""
    import spacy as library
    from spacy.matcher import PhraseMatcher

    language = library.blank("en")
    language.max_length = 10_000_000
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("skill", [language.make_doc(spelling) for spelling in given["spellings"]])
    return timed(lambda: [len(matcher(language.make_doc(text))) for text in given["texts"]])


def datasketch(given: dict[str, Any]) -> dict[str, Any]:
    """The first value of datasketch's MinHash of each text, over the sequences of three words."""
    from datasketch import MinHash

    def signed(text: str) -> int:
        words = text.lower().split()
        sequences = {" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))}
        signature = MinHash(num_perm=PERMUTATIONS)
        signature.update_batch([sequence.encode() for sequence in sequences])
        return int(signature.hashvalues[0])

    return timed(lambda: [signed(text) for text in given["texts"]])


PEERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "jobspy": jobspy,
    "price_parser": price_parser,
    "rapidfuzz": rapidfuzz,
    "spacy": spacy,
    "datasketch": datasketch,
}


def timed(work: Callable[[], list[Any]]) -> dict[str, Any]:
    """The seconds that the work took, and what came of it."""
    started = time.perf_counter()
    answers = work()
    return {"seconds": time.perf_counter() - started, "answers": answers}


def main() -> None:
    """Let each peer do what the file asks of it, and print."""
    given = json.loads(Path(sys.argv[1]).read_bytes())
    found = {name: PEERS[name](asked) for name, asked in given.items()}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
