import threading
from collections import defaultdict
from types import ModuleType
from typing import Any

import polars as pl
import pytest
from polars.expr.string import ExprStringNameSpace

from transform import pay, pay_beside, pay_field, pay_grammar, pay_rank, pay_rules, pay_terms, pay_text
from transform.patterns import KEPT, in_ascii, in_own_thread
from transform.schema import RAW

METHODS = ("contains", "count_matches", "extract", "extract_all", "extract_groups", "replace", "replace_all")
WORDS = "Salary: $100,000 - $120,000 a year, 14 payments.\nBi-weekly pay of 2.000 € p.m., 40 hours a week (OTE £90k)"
LISTS = (
    "\nPay starts at $18 an hour and goes up to $30 an hour\n$40/hr for juniors and $55/hr for seniors, up to $60/hr"
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
    built: dict[str, set[str]] = defaultdict(set)

    def count(name: str) -> None:
        method = getattr(ExprStringNameSpace, name)

        def counted(self: ExprStringNameSpace, pattern: Any, *args: Any, **kwargs: Any) -> pl.Expr:
            built[threading.current_thread().name].add(str(pattern))
            expression: pl.Expr = method(self, pattern, *args, **kwargs)
            return expression

        monkeypatch.setattr(ExprStringNameSpace, name, counted)

    for name in METHODS:
        count(name)
    for module in (pay, pay_beside, pay_field, pay_grammar, pay_rank, pay_rules, pay_terms, pay_text):
        forget(module)
    pay.parse(postings())
    assert {"_rows_0", "_fields_0", "_lines_0", "_read_0", "surrounded_0", "_weigh_0", "with_terms_0"} <= set(built)
    assert {name: len(of_it) for name, of_it in built.items() if len(of_it) > KEPT} == {}


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
