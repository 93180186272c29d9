"""The lists of boards: the packaged one, and the person's own."""

from pathlib import Path

import pytest

from extract.boards import FIELDS, Board, add, packaged, watched
from extract.sources import SOURCES

HEADER = ",".join(FIELDS)
INDUSTRIES = frozenset(
    {
        "software",
        "artificial intelligence",
        "cybersecurity",
        "finance",
        "crypto",
        "insurance",
        "health care",
        "biotech",
        "education",
        "media",
        "gaming",
        "retail",
        "food",
        "fitness",
        "travel",
        "logistics",
        "transport",
        "manufacturing",
        "hardware",
        "aerospace",
        "energy",
        "real estate",
        "telecommunications",
        "professional services",
        "marketing",
        "public sector",
        "non-profit",
    }
)

HERON = Board(platform="lever", key="heron", employer="Heron Care", country="US", industry="health care")


def own_list(folder: Path, *lines: str) -> Path:
    path = folder / "boards.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_packaged_list() -> None:
    boards = packaged()
    assert len(boards) >= 300
    assert len({board.board_id for board in boards}) == len(boards)
    assert {board.platform for board in boards} >= {"greenhouse", "ashby", "lever"}
    assert {board.platform for board in boards} <= set(SOURCES)
    assert {board.industry for board in boards} == INDUSTRIES
    assert len({board.country for board in boards}) >= 25
    assert all(board.employer == board.employer.strip() and "%" not in board.key for board in boards)


def test_packaged_list_is_sorted() -> None:
    order = [(board.platform, board.key.casefold()) for board in packaged()]
    assert order == sorted(order)


def test_packaged_addresses_lead_back_to_the_key() -> None:
    for board in packaged():
        source = SOURCES[board.platform]
        assert source.recognise(source.first_url(source.base_url, board.key)) == board.key


def test_own_list_comes_first_and_wins(tmp_path: Path) -> None:
    known = packaged()[0]
    own = own_list(tmp_path, HEADER, "lever,heron,Heron Care,us,Health care", f"{known.platform},{known.key},Mine,,")
    boards = watched(own)
    assert boards[0] == HERON
    assert boards[1].employer == "Mine"
    assert len(boards) == len(packaged()) + 1
    assert watched(own, only_own=True) == boards[:2]


def test_without_an_own_list(tmp_path: Path) -> None:
    assert watched() == watched(tmp_path / "none.csv") == packaged()
    assert watched(tmp_path / "none.csv", only_own=True) == []


def test_short_header_comments_and_empty_lines(tmp_path: Path) -> None:
    own = own_list(tmp_path, "# mine", "Key, Platform ,employer", "", ",,", "heron,lever,Heron Care")
    assert watched(own, only_own=True) == [Board(platform="lever", key="heron", employer="Heron Care")]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["platform,key"], "line 1: the column 'employer' is missing"),
        (["platform,key,employer,colour"], "line 1: unknown column 'colour'"),
        ([HEADER, "monster,x,X,,"], "line 2, column platform: 'monster'"),
        ([HEADER, "lever,,X,,"], "line 2, column key: empty"),
        ([HEADER, "lever,x, ,,"], "line 2, column employer: empty"),
        ([HEADER, "lever,x,X,UK,"], "line 2, column country: 'UK'"),
        ([HEADER, "lever,x,X"], "line 2: 3 columns instead of 5"),
        ([HEADER, 'lever,x,"X'], "line 2: unexpected end of data"),
    ],
)
def test_malformed_line_is_named(tmp_path: Path, lines: list[str], told: str) -> None:
    own = own_list(tmp_path, *lines)
    with pytest.raises(ValueError, match=r"boards\.csv") as error:
        watched(own)
    assert told in str(error.value)
    assert str(own) in str(error.value)


def test_list_in_another_encoding_is_named(tmp_path: Path) -> None:
    own = tmp_path / "boards.csv"
    own.write_bytes(f"{HEADER}\nlever,x,Caf".encode() + b"\xe9,,\n")
    with pytest.raises(ValueError, match="not UTF-8"):
        watched(own)


def test_add_makes_the_list_and_adds_once(tmp_path: Path) -> None:
    own = tmp_path / "new" / "boards.csv"
    tern = Board(platform="ashby", key="Tern, Foods", employer='Tern "Foods"')
    assert [add(own, HERON), add(own, tern), add(own, HERON)] == [True, True, False]
    assert watched(own, only_own=True) == [HERON, tern]
    assert own.read_text().startswith(HEADER + "\n")


def test_add_after_a_line_without_its_end(tmp_path: Path) -> None:
    own = tmp_path / "boards.csv"
    own.write_text(f"{HEADER}\nashby,tern,Tern,,")
    assert add(own, HERON)
    assert [board.key for board in watched(own, only_own=True)] == ["tern", "heron"]


def test_add_keeps_the_order_of_the_lists_own_columns(tmp_path: Path) -> None:
    own = own_list(tmp_path, "# mine", "employer,key,platform", "Tern,tern,ashby")
    assert add(own, HERON)
    assert watched(own, only_own=True)[1] == Board(platform="lever", key="heron", employer="Heron Care")


def test_add_refuses_what_could_not_be_read_back(tmp_path: Path) -> None:
    own = tmp_path / "boards.csv"
    with pytest.raises(ValueError, match="column country"):
        add(own, Board(platform="lever", key="heron", employer="Heron Care", country="XX"))
    assert not own.exists()
