import threading
from collections import defaultdict
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import polars as pl
import pytest
from polars.expr.string import ExprStringNameSpace

from transform import (
    pay,
    pay_beside,
    pay_field,
    pay_grammar,
    pay_rank,
    pay_rules,
    pay_terms,
    pay_text,
    title,
    title_clean,
)
from transform.patterns import KEPT, in_ascii, in_own_thread
from transform.schema import RAW

METHODS = ("contains", "count_matches", "extract", "extract_all", "extract_groups", "replace", "replace_all")
WORDS = "Salary: $100,000 - $120,000 a year, 14 payments.\nBi-weekly pay of 2.000 € p.m., 40 hours a week (OTE £90k)"
LISTS = (
    "\nPay starts at $18 an hour and goes up to $30 an hour\n$40/hr for juniors and $55/hr for seniors, up to $60/hr"
)
TITLES = (
    "Senior Engineer II (m/w/d), Infrastructure & Tools - London",
    "Director of Finance / Controller (Remote)",
    "Care Manager for Fleets, Vice President and Head of Growth",
    "Desarrollador Java - Madrid",
    "Marketing Werkstudent",
    "Business Operation Analyst",
    "Associate, Treasury",
)


def test_in_ascii_reads_words_numbers_and_classes_as_before() -> None:
    pattern = in_ascii(r"\b\d+ days? in [^\w]\w+\b")
    texts = pl.Series(["we’re 3 days in (office)", "3 days in office", "three days in (office)"])
    assert texts.str.contains(pattern).to_list() == [True, False, False]


def test_a_function_has_one_thread_of_its_own() -> None:
    place = in_own_thread(lambda: threading.current_thread().name)
    other = in_own_thread(lambda: threading.get_ident())
    assert place() == place()
    assert len({other(), other(), threading.get_ident()}) == 2


def test_an_error_comes_out_of_the_thread() -> None:
    with pytest.raises(ZeroDivisionError):
        in_own_thread(lambda number: 1 // number)(0)


def test_polars_keeps_all_expressions_of_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one more in a thread all of them would be built anew in every call."""
    built = counted(monkeypatch, [pay, pay_beside, pay_field, pay_grammar, pay_rank, pay_rules, pay_terms, pay_text])
    pay.parse(postings())
    assert {"_rows_0", "_fields_0", "_lines_0", "_read_0", "surrounded_0", "_weigh_0", "with_terms_0"} <= set(built)
    assert {name: len(of_it) for name, of_it in built.items() if len(of_it) > KEPT} == {}


def test_polars_keeps_the_expressions_of_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """All but those that hardly any title asks for, outside of the threads."""
    title.parse(pl.DataFrame({"title": TITLES}))  # what is made once for the whole process
    built = counted(monkeypatch, [title_clean])
    title.parse(pl.DataFrame({"title": TITLES}))
    threads = {name: len(of_it) for name, of_it in built.items() if name != threading.current_thread().name}
    assert {"_without_marks_0", "_cut_ends_0", "segments_of_0", "direct_0", "indirect_0", "_fields_of_0"} <= set(
        threads
    )
    assert {name: count for name, count in threads.items() if count > KEPT} == {}


def counted(monkeypatch: pytest.MonkeyPatch, modules: Sequence[ModuleType]) -> dict[str, set[str]]:
    """The expressions that each thread builds from now on, those of the modules all anew."""
    built: dict[str, set[str]] = defaultdict(set)

    def count(name: str) -> None:
        method = getattr(ExprStringNameSpace, name)

        def counting(self: ExprStringNameSpace, pattern: Any, *args: Any, **kwargs: Any) -> pl.Expr:
            built[threading.current_thread().name].add(str(pattern))
            expression: pl.Expr = method(self, pattern, *args, **kwargs)
            return expression

        monkeypatch.setattr(ExprStringNameSpace, name, counting)

    for name in METHODS:
        count(name)
    for module in modules:
        forget(module)
    return built


def forget(module: ModuleType) -> None:
    """Let the module's expressions be made anew."""
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def postings() -> pl.DataFrame:
    """Two postings, one with pay fields and one with pay in words."""
    field = dict.fromkeys(("unit", "label", "note")) | {"kind": "Salary", "minimum": "10", "maximum": "12"}
    paid = [{**field, "currency": "USD", "interval": "1 HOUR"}]
    rows = [{"title": "Nurse", "pay": paid}, {"title": "Cook", "description_text": WORDS + LISTS}]
    schema = RAW | {"description_text": pl.String, "country_code": pl.String}
    return pl.DataFrame(rows, schema=schema)
