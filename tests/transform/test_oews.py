"""Employment by occupation, in the publisher's own forms."""

from pathlib import Path

import polars as pl
import pytest

from transform import oews
from transform.schema import TABLES

NATIONAL = """AREA,AREA_TITLE,NAICS,OCC_CODE,OCC_TITLE,O_GROUP,TOT_EMP,A_MEDIAN
99,U.S.,000000,00-0000,All Occupations,total,"155,495,720","50,000"
99,U.S.,000000,15-1252,Software Developers,detailed,"1,656,880","133,080"
99,U.S.,000000,29-1141,Registered Nurses,detailed,"3,175,390","93,600"
99,U.S.,000000,29-1240,Physicians,broad,"1,000","#"
99,U.S.,000000,29-2010,Clinical Laboratory Technologists,detailed,"330,000","60,000"
99,U.S.,000000,29-1242,"Orthopedic Surgeons",detailed,**,#
99,U.S.,541500,15-1252,Software Developers,detailed,"400,000","140,000"
48,Texas,000000,15-1252,Software Developers,detailed,"120,000","128,000"
"""


def test_the_national_rows_of_detailed_occupations(tmp_path: Path) -> None:
    path = tmp_path / "national_M2025_dl.csv"
    path.write_text(NATIONAL)
    found = oews.read(path)
    assert found.select("soc_code", "workers", "wage_p50", "release", "wage_open_from", "wage_at_least").rows() == [
        ("15-1252", 1_656_880, 133_080.0, "May 2025", None, None),
        ("29-1141", 3_175_390, 93_600.0, "May 2025", None, None),
        ("29-2010", 330_000, 60_000.0, "May 2025", None, None),
        ("29-1242", None, None, "May 2025", 50, 140_000.0),
    ]


SPREAD = """OCC_CODE,O_GROUP,TOT_EMP,H_MEAN,A_MEAN,A_PCT10,A_PCT25,A_MEDIAN,A_PCT75,A_PCT90
15-1252,detailed,"1,000",64.1,"133,330","80,000","100,000","130,000","170,000","211,000"
29-1242,detailed,"2,000",#,#,"100,000","200,000","239,200",#,#
29-1243,detailed,"3,000",*,*,*,*,*,*,*
"""


def test_what_lies_above_the_published_range_is_at_least_the_highest_that_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "national_M2024_dl.csv"
    path.write_text(SPREAD)
    wages = ("wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90", "wage_open_from", "wage_at_least")
    assert oews.read(path).select(wages).rows() == [
        (80_000, 100_000, 130_000, 170_000, 211_000, None, None),
        (100_000, 200_000, 239_200, None, None, 75, 239_200),
        (None,) * 7,
    ]


def test_what_an_earlier_version_kept_has_the_median_alone(tmp_path: Path) -> None:
    kept = {"soc_code": ["15-1252"], "workers": [1_000], "wage_p50": [130_000.0], "release": ["May 2024"]}
    pl.DataFrame(kept).write_parquet(tmp_path / oews.FILE)
    found = oews.stored(tmp_path)
    assert found.columns == TABLES["core.occupation"].columns
    assert found.rows() == [("15-1252", 1_000, 130_000, "May 2024", *[None] * 6)]


def test_another_file_is_refused_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b,c\n1,2,3\n")
    with pytest.raises(oews.OewsError, match="OCC_CODE, TOT_EMP and A_MEDIAN"):
        oews.read(path)
    with pytest.raises(oews.OewsError, match="no such file"):
        oews.read(tmp_path / "none.csv")
