"""Charts as files: every chart of the page, as pictures that stand alone."""

import struct
from xml.etree import ElementTree

import pytest

from warehouse.answers.gauge import Gauge
from warehouse.reports import pictures


def test_every_chart_of_the_page_has_a_name(rich_gauge: Gauge, empty: Gauge):
    named = ["demand", "pay_eur", "pay_gbp", "seniority", "workplace", "employment_type", "employers", "places"]
    assert list(pictures.drawings(rich_gauge)) == named
    assert pictures.drawings(empty) == {}


def test_a_picture_is_of_its_kind_and_has_the_pages_colours(rich_gauge: Gauge):
    drawn = pictures.drawings(rich_gauge)["workplace"]()
    svg = pictures.picture(drawn, "svg").decode()
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn here
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in svg
    assert "#17639c" in svg
    png = pictures.picture(drawn, "png")
    assert png.startswith(b"\x89PNG")
    width, _ = struct.unpack(">II", png[16:24])
    assert width == pytest.approx(2 * float(root.attrib["width"]), abs=2)
    titled = pictures.picture(drawn, "svg", pictures.titles(rich_gauge, "workplace")).decode()
    assert "Data engineer: open postings by workplace, with 95% intervals" in titled
    assert "employers we watch, to 4 Mar 2026" in titled
    assert pictures.picture(drawn, "pdf").startswith(b"%PDF")
    with pytest.raises(ValueError, match="gif"):
        pictures.picture(drawn, "gif")
