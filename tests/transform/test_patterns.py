import polars as pl

from transform.patterns import in_ascii


def test_in_ascii_reads_words_numbers_and_classes_as_before() -> None:
    pattern = in_ascii(r"\b\d+ days? in [^\w]\w+\b")
    texts = pl.Series(["we’re 3 days in (office)", "3 days in office", "three days in (office)"])
    assert texts.str.contains(pattern).to_list() == [True, False, False]
