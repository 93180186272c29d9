"""The places that labels and parts name."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform import gazetteer, place
from transform.schema import PLACE, PLACES, RAW, frame_schema

FRAME = {**RAW, "description_text": pl.String}
EXAMPLES = Path(__file__).parent / "examples"
SCHEMA = pl.Schema({**frame_schema(PLACES), "places": pl.List(PLACE)})


def read(*postings: Sequence[Mapping[str, str | None]]) -> pl.DataFrame:
    return place.parse(pl.DataFrame([{"places": places} for places in postings], schema=FRAME))


def named(found: dict[str, Any]) -> list[tuple[str | None, ...]]:
    return [(p["country_code"], p["region"], p["city"]) for p in found["places"]]


def test_labels_name_the_places_of_the_examples() -> None:
    with (EXAMPLES / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = read(*[[{"label": row["label"]}] for row in rows]).to_dicts()
    got = {row["label"]: named(one) for row, one in zip(rows, found, strict=True)}
    expected = {
        row["label"]: [tuple(part or None for part in one.split("|")) for one in row["places"].split(";") if one]
        for row in rows
    }
    assert got == expected


def test_the_frame_has_the_agreed_columns_and_its_primary_place_comes_first() -> None:
    found = read([{"label": "Remote"}, {"label": "Oslo, Norway"}, {"label": "Oslo"}, {"label": "Bergen"}], [])
    assert found.schema == SCHEMA
    first, second = found.to_dicts()
    assert (first["location_text"], first["country_code"], first["city"]) == ("Oslo, Norway", "NO", "Oslo")
    assert first["place_count"] == 2
    assert [p["city"] for p in first["places"]] == ["Oslo", "Bergen"]
    assert (second["location_text"], second["place_count"], second["places"]) == (None, 0, [])


def test_a_label_that_names_no_place_keeps_its_words() -> None:
    found = read([{"label": " Remote "}]).row(0, named=True)
    assert (found["location_text"], found["country_code"], found["place_count"]) == ("Remote", None, 0)


def test_empty_frames_and_postings_without_places_are_read() -> None:
    assert place.parse(pl.DataFrame(schema=FRAME)).schema == SCHEMA
    assert place.parse(pl.DataFrame([{"places": None}], schema=FRAME))["place_count"].to_list() == [0]


def part(
    label: str | None, city: str | None = None, region: str | None = None, country: str | None = None
) -> dict[str, str | None]:
    return {"label": label, "city": city, "region": region, "country": country}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (part("HQ", "Cambridge", None, "GB"), ("GB", "England", "Cambridge")),
        (part("Cambridge", None, None, "United Kingdom"), ("GB", "England", "Cambridge")),
        (part("San Leandro", "San Leandro", "CA", None), ("US", "California", "San Leandro")),
        (part("Munich Office", "München", "Munich Metropolitan Region", "Germany"), ("DE", "Bavaria", "Munich")),
        (part(None, "Kleinstadt", "Bayern", "DE"), ("DE", "Bavaria", "Kleinstadt")),
        (part("Spain", "Spain", "Spain", "Spain"), ("ES", None, None)),
        (part("US-Remote", "San Francisco", "California", "United States"), ("US", None, None)),
        (part("Remote", "Santa Rosa", "California", "United States"), ("US", None, None)),
        (part("Hybrid", "New York City", "New York", "USA"), ("US", "New York", "New York")),
        (part("Springfield", None, "Illinois", "US"), ("US", "Illinois", "Springfield")),
        (part("Remote from EU", None, None, "Estonia"), ("EE", None, None)),
        (part("London", None, None, "US"), ("US", None, None)),
        (part("Paris", None, None, "US"), ("US", None, None)),
        (part("Paris, France", None, None, "US"), ("FR", "Île-de-France", "Paris")),
        (part("Bilbao", "Zamudio", "Bizkaia", "Spain"), ("ES", "Basque Country", "Bilbao")),
        (part("Remote", None, None, "DE"), ("DE", None, None)),
        (part("London", None, None, "CA"), ("CA", "Ontario", "London")),
        (part("Remote", None, None, "GE"), ("GE", None, None)),
        (part("Remote - Georgia", None, "Georgia", "United States"), ("US", "Georgia", None)),
        (part("Remote, Georgia", None, None, "US"), ("US", "Georgia", None)),
        (part("Remote, Georgia", None, "Georgia", None), ("US", "Georgia", None)),
        (part("Georgia", None, None, "GE"), ("GE", None, None)),
        (part(None, None, None, "Georgia"), ("GE", None, None)),
        (part(None, "Atlanta", "Georgia", None), ("US", "Georgia", "Atlanta")),
        (part("Washington (Remote)", "Spokane", "Washington", "United States"), ("US", "Washington", None)),
        (part("Washington", None, None, "United States"), ("US", None, None)),
        (part("Mexico", None, "Missouri", "US"), ("US", "Missouri", "Mexico")),
        (part("Mexico", None, None, "US"), ("MX", None, None)),
        (part("Vancouver", None, "Washington", "US"), ("US", "Washington", "Vancouver")),
        (part(None, "Medellín", None, "CO"), ("CO", None, "Medellín")),
        (part(None, "Bengaluru", "Karnataka", "IN"), ("IN", "Karnataka", "Bengaluru")),
    ],
)
def test_parts_say_what_the_label_leaves_open(stated: dict[str, str | None], expected: tuple[str | None, ...]) -> None:
    assert named(read([stated]).row(0, named=True)) == [expected]


@pytest.mark.parametrize(
    ("beside", "currency", "expected"),
    [
        ([], None, None),
        ([], "EUR", None),
        ([], "USD", ("US", "Georgia", None)),
        ([], "GEL", ("GE", None, None)),
        (["Austin, TX"], None, ("US", "Georgia", None)),
        (["Warsaw, Poland"], "USD", ("GE", None, None)),
        (["Remote"], "USD", ("US", "Georgia", None)),
    ],
)
def test_a_name_that_a_state_shares_means_what_the_posting_says_elsewhere(
    beside: list[str], currency: str | None, expected: tuple[str | None, ...] | None
) -> None:
    pay = [{"kind": "Salary", "currency": currency}] if currency else []
    posting = {"places": [{"label": label} for label in ("Remote, Georgia", *beside)], "pay": pay}
    found = named(place.parse(pl.DataFrame([posting], schema=FRAME)).row(0, named=True))
    assert (found[0] if expected else None) == expected
    assert expected or found == []


def test_a_list_of_cities_keeps_the_one_outside_the_stated_country() -> None:
    found = read([part("New York / London", None, None, "US")]).row(0, named=True)
    assert named(found) == [("US", "New York", "New York"), ("GB", "England", "London")]


@pytest.mark.parametrize("code", ["AL", "AR", "CA", "CO", "DE", "GA", "GE", "ID", "IL", "IN", "LA", "MA", "PA", "VA"])
def test_a_code_in_the_field_of_the_country_is_a_country(code: str) -> None:
    found = read([part("Remote", None, None, code)], [part(None, None, None, code)])
    assert found["country_code"].to_list() == [code, code]
    assert found["location_text"].to_list() == ["Remote", code]


def test_a_stated_region_without_any_place_is_no_place() -> None:
    assert named(read([part("Europe", None, None, "European Union")]).row(0, named=True)) == []


@given(
    st.lists(st.one_of(st.text(max_size=60), st.sampled_from(["Paris, TX", "SF / NY", "(", " or ", ",,;"])), max_size=4)
)
def test_any_labels_are_read_row_for_row(labels: list[str]) -> None:
    found = read(*[[{"label": label}] for label in labels])
    assert found.height == len(labels)
    for row in found.to_dicts():
        assert row["place_count"] == len(row["places"])
        assert all(p["country_code"] in gazetteer.countries().values() for p in row["places"])


@given(
    st.sampled_from(["Oslo", "Graz", "Denver, CO", "Poland", "Texas"]),
    st.sampled_from(["Remote - {}", "{} (Hybrid)", "{} office"]),
)
def test_noise_around_a_place_changes_nothing(words: str, frame: str) -> None:
    assert named(read([{"label": frame.format(words)}]).row(0, named=True)) == named(
        read([{"label": words}]).row(0, named=True)
    )


def test_every_nickname_is_folded_once_and_names_a_known_country() -> None:
    for kind in ("country", "city", "area", "region"):
        for words, places in gazetteer.own_words()[kind].items():
            assert words == gazetteer.fold(words)
            assert all(one.country_code and gazetteer.country_of_code(one.country_code) for one in places), words


@pytest.mark.parametrize("name", ["São Paulo", "Zürich", "L'Hospitalet de Llobregat", "Petaẖ Tiqva", "Łódź", "東京"])
def test_names_are_folded_alike_one_by_one_and_as_a_column(name: str) -> None:
    assert gazetteer.cities(gazetteer.fold(name))


def test_no_words_of_a_place_are_kept_beyond_what_any_place_needs() -> None:
    found = read([{"label": "Oslo, Norway; " + "x" * 100_000}]).to_dicts()[0]
    assert found["country_code"] == "NO"
    assert len(found["location_text"]) == 8_000
