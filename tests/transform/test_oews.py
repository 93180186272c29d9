"""Employment by occupation, in the publisher's own forms."""

from pathlib import Path

import pytest

from transform import oews

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
    assert found.rows() == [
        ("15-1252", 1_656_880, 133_080.0, "May 2025"),
        ("29-1141", 3_175_390, 93_600.0, "May 2025"),
        ("29-2010", 330_000, 60_000.0, "May 2025"),
        ("29-1242", None, None, "May 2025"),
    ]


def test_another_file_is_refused_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b,c\n1,2,3\n")
    with pytest.raises(oews.OewsError, match="OCC_CODE, TOT_EMP and A_MEDIAN"):
        oews.read(path)
    with pytest.raises(oews.OewsError, match="no such file"):
        oews.read(tmp_path / "none.csv")
