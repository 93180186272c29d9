"""Consumer prices in the forms in which they are published; the figures are made up."""

import datetime as dt
from pathlib import Path

import pytest

from transform import consumer_prices
from transform.consumer_prices import PricesError

OECD = """FLOW,REF_AREA,Reference area,FREQ,UNIT_MEASURE,EXPENDITURE,ADJUSTMENT,TRANSFORMATION,TIME_PERIOD,OBS_VALUE
D,DEU,Germany,M,IX,_T,N,_Z,2026-01,120.5
D,DEU,Germany,M,IX,_T,N,_Z,2026-02,121
D,DEU,Germany,M,IX,CP01,N,_Z,2026-02,140
D,DEU,Germany,M,PC,_T,N,GY,2026-02,2.1
D,DEU,Germany,A,IX,_T,N,_Z,2025,119
D,EA20,Euro area,M,IX,_T,N,_Z,2026-02,122
D,USA,United States,M,IX,_T,N,_Z,2026-02,135
"""
EUROSTAT = """DATAFLOW,LAST UPDATE,freq,unit,coicop,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG
ESTAT:PRC_HICP_MIDX(1.0),20/10/26,M,I96,CP00,EL,2026-01,180,
ESTAT:PRC_HICP_MIDX(1.0),20/10/26,M,I15,CP00,EL,2026-01,125,
ESTAT:PRC_HICP_MIDX(1.0),20/10/26,M,I15,CP00,EL,2026-02,126,p
ESTAT:PRC_HICP_MIDX(1.0),20/10/26,M,I15,CP00,EU27_2020,2026-02,130,
ESTAT:PRC_HICP_MIDX(1.0),20/10/26,M,I15,CP00,DE,2026-02,,
"""
BLS = """series_id        \tyear\tperiod\tvalue\tfootnote_codes
CUUR0000SA0      \t2026\tM01\t325.252\t
CUUR0000SA0      \t2026\tM13\t326\t
CUUR0000SA0L1E   \t2026\tM01\t330\t
CUSR0000SA0      \t2026\tM01\t325.9\t
"""
PLAIN = 'country,month,index\nGB,2026-03-01,"1,034.5"\nGB,2026-Q2,1040\nNowhere,2026-03,1\n'


def month(number: int) -> dt.date:
    return dt.date(2026, number, 1)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("oecd.csv", OECD, [("DE", month(1), 120.5), ("DE", month(2), 121.0), ("US", month(2), 135.0)]),
        ("prc_hicp_midx.csv", EUROSTAT, [("GR", month(1), 125.0), ("GR", month(2), 126.0)]),
        ("cu.data.1.AllItems.txt", BLS, [("US", month(1), 325.252)]),
        ("own.csv", PLAIN, [("GB", month(3), 1034.5)]),
    ],
)
def test_each_publishers_form(tmp_path: Path, name: str, text: str, wanted: list[tuple[str, dt.date, float]]) -> None:
    (tmp_path / name).write_text(text)
    found = consumer_prices.read(tmp_path / name)
    assert found.select("country_code", "month", "price_index").rows() == wanted


@pytest.mark.parametrize(
    ("name", "text", "source"),
    [("a.csv", OECD, "OECD"), ("b.csv", EUROSTAT, "Eurostat"), ("c.txt", BLS, "U.S. Bureau of Labor Statistics"),
     ("own.csv", PLAIN, "your file own.csv")],
)  # fmt: skip
def test_the_source_is_named(tmp_path: Path, name: str, text: str, source: str) -> None:
    (tmp_path / name).write_text(text)
    found = consumer_prices.read(tmp_path / name)
    assert set(found["price_source"]) == {source}
    said = consumer_prices.sentences(found)
    assert all(source in sentence for sentence in (said[0], said[2]))
    assert said[1].startswith("Licence: ")


def test_another_file_is_refused_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b,c\n1,2,3\n")
    with pytest.raises(PricesError, match="country, month and index"):
        consumer_prices.read(path)


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(PLAIN)
    found = consumer_prices.read(tmp_path / "own.csv")
    assert consumer_prices.stored(tmp_path).is_empty()
    consumer_prices.write(found, tmp_path)
    assert consumer_prices.stored(tmp_path).equals(found)
