"""Publishers' files in all their shapes, and titles coded by them."""

import gzip
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
import pytest

from transform import coding, tables, taxonomy
from transform.taxonomy import TaxonomyError

EXAMPLES = Path(__file__).parent / "examples" / "taxonomies"

SOC_TITLES = [
    ["U.S. Bureau of Labor Statistics", "", "", ""],
    ["November 2017", "", "", ""],
    ["2018 SOC Code", "2018 SOC Title", "2018 SOC Direct Match Title", "Illustrative Example"],
    ["15-1252", "Software Developers", "Software Engineer", "x"],
    ["29-1141", "Registered Nurses", "Staff Nurse", ""],
]
SOC_GROUPS = [
    ["Notes", "", "", ""],
    ["SOC Group", "SOC Code", "SOC Title", "SOC Definition"],
    ["Broad", "15-1250", "Software and Web Developers", ""],
    ["Detailed", "15-1252", "Software Developers", "Write programs."],
]


def xlsx(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet, as small as it may be."""

    def cell(text: str) -> str:
        return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'

    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="Sorted" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{lines}</sheetData></worksheet>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def zipped(folder: Path, target: Path, inner: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{inner}{file.name}")
    return target


def names(found: taxonomy.Taxonomy, code: str) -> set[str]:
    return set(found.entries.filter(pl.col("code") == code)["name"])


# -- reading --


def test_onet_is_read_from_a_folder_as_it_was_in_27() -> None:
    found = taxonomy.read("onet", EXAMPLES / "onet_27_0")
    assert (found.release, found.occupations) == ("27.0", 4)
    assert names(found, "29-1141.00") == {"Registered Nurses", "Registered Nurse", "Staff Nurse", "RN"}
    assert '3" Pipe Barista' in names(found, "35-3023.01")
    assert found.entries["soc_code"].unique().sort().to_list() == ["15-1252", "29-1141", "35-3023"]
    assert found.entries.schema == pl.Schema(taxonomy.ENTRIES)


def test_a_name_that_nobody_has_or_without_an_occupation_is_left_out() -> None:
    found = taxonomy.read("onet", EXAMPLES / "onet_27_0")
    assert "n/a" not in found.entries["name"]
    assert "Nobody" not in found.entries["name"]


def test_onet_is_read_when_its_files_and_columns_are_named_anew() -> None:
    found = taxonomy.read("onet", EXAMPLES / "onet_new")
    assert found.release == "31.0"
    assert names(found, "15-1252.00") == {"Software Developers", "Software Engineer"}
    assert names(found, "29-1141.00") == {"Registered Nurses", "Staff Nurse", "RN"}


def test_a_zip_says_the_same_as_its_folder(tmp_path: Path) -> None:
    packed = zipped(EXAMPLES / "onet_27_0", tmp_path / "db_27_0_text.zip", "db_27_0_text/")
    assert taxonomy.read("onet", packed).entries.equals(taxonomy.read("onet", EXAMPLES / "onet_27_0").entries)


def test_gzipped_files_are_read(tmp_path: Path) -> None:
    for file in (EXAMPLES / "esco").iterdir():
        (tmp_path / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
    assert taxonomy.read("esco", tmp_path).occupations == 3


def test_esco_keeps_codes_names_on_several_lines_and_addresses() -> None:
    found = taxonomy.read("esco", EXAMPLES / "esco")
    expected = {"software developer", "software engineer", "software developers", "programmer of applications", "coder"}
    assert names(found, "aaa-111") == expected
    developer = found.entries.filter((pl.col("code") == "aaa-111") & (pl.col("kind") == "preferred"))
    assert developer.rows() == [
        (
            "aaa-111",
            "software developer",
            "software developer",
            "preferred",
            "2512",
            None,
            "http://data.europa.eu/esco/occupation/aaa-111",
        )
    ]
    assert found.entries.filter(pl.col("code") == "ccc-333")["isco_code"].unique().to_list() == ["5132"]
    assert "lamplighter" not in found.entries["name"]


def test_esco_skills_come_from_all_of_its_files() -> None:
    skills = taxonomy.read("esco", EXAMPLES / "esco").skills
    assert skills["skill_uri"].n_unique() == 3
    assert set(skills.filter(pl.col("skill_uri").str.ends_with("s3"))["name"]) == {
        "write Dutch",
        "writing Dutch",
        "correspond in Dutch",
    }


def test_the_release_of_esco_is_in_the_name_of_what_is_downloaded(tmp_path: Path) -> None:
    packed = zipped(EXAMPLES / "esco", tmp_path / "ESCO dataset - v1.2.0 - classification - en - csv.zip")
    assert taxonomy.read("esco", packed).release == "1.2.0"
    assert taxonomy.read("esco", EXAMPLES / "esco").release == taxonomy.UNKNOWN


def test_soc_is_read_from_excel_files_with_lines_above_the_header(tmp_path: Path) -> None:
    (tmp_path / "soc_2018_titles.xlsx").write_bytes(xlsx(SOC_TITLES))
    (tmp_path / "soc_2018_definitions.xlsx").write_bytes(xlsx(SOC_GROUPS))
    found = taxonomy.read("soc", tmp_path)
    assert (found.release, found.occupations) == ("2018", 2)
    assert names(found, "15-1252") == {"Software Developers", "Software Engineer"}
    assert found.descriptions.rows() == [("15-1252", "Write programs.")]


def test_the_titles_of_soc_are_enough(tmp_path: Path) -> None:
    (tmp_path / "soc_2018_titles.xlsx").write_bytes(xlsx(SOC_TITLES))
    assert taxonomy.read("soc", tmp_path / "soc_2018_titles.xlsx").occupations == 2


@pytest.mark.parametrize("path", ["esco", "isco"])
def test_isco_has_unit_groups_only_and_their_zeros(path: str) -> None:
    found = taxonomy.read("isco", EXAMPLES / path)
    assert "0110" in found.entries["code"]
    assert found.entries["code"].str.len_chars().unique().to_list() == [4]
    assert found.entries["isco_code"].to_list() == found.entries["code"].to_list()


def test_isco_takes_the_names_of_its_index() -> None:
    assert "Nurse, district" in names(taxonomy.read("isco", EXAMPLES / "isco"), "2221")


# -- what cannot be read --


def test_what_was_looked_for_and_found_is_told() -> None:
    with pytest.raises(TaxonomyError) as raised:
        taxonomy.read("soc", EXAMPLES / "onet_27_0")
    for words in ("Standard Occupational Classification", "Occupation Data.txt: O*NET-SOC Code, Title, Description"):
        assert words in str(raised.value)


@pytest.mark.parametrize(
    ("scheme", "name", "content", "words"),
    [
        ("noc", "a.csv", b"a,b\n", "'noc' is none of the classifications"),
        ("esco", "missing", None, "there is no such file"),
        ("esco", "a.pdf", b"%PDF", "no .csv, .tsv, .txt or .xlsx file"),
        ("esco", "a.zip", b"not a zip", "cannot be read"),
        ("esco", "a.csv.gz", b"\x1f\x8b broken", "cannot be read"),
        ("soc", "a.xlsx", b"not a workbook", "no Excel file"),
        ("esco", "empty.csv", b"", "no table of the European"),
        ("onet", "a.csv", b"O*NET-SOC Code,Title,Description\n15-1252.00,a,b,c,d\n", "does not fit the header"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, scheme: str, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(TaxonomyError, match=words):
        taxonomy.read(scheme, tmp_path / name)


def test_names_without_their_occupations_ask_for_all_files() -> None:
    with pytest.raises(TaxonomyError, match="all of the publisher's files"):
        taxonomy.read("onet", EXAMPLES / "onet_27_0" / "Alternate Titles.txt")


def test_what_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LIMIT", 1000)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"x" * 2000))
    with pytest.raises(TaxonomyError, match="once unpacked"):
        taxonomy.read("esco", tmp_path)


# -- kept copies --


def test_a_kept_copy_is_the_same(tmp_path: Path) -> None:
    found = taxonomy.read("esco", EXAMPLES / "esco")
    (tmp_path / "esco").mkdir()
    taxonomy.write(found, tmp_path / "esco")
    (again,) = taxonomy.stored(tmp_path)
    assert again.scheme == found.scheme
    assert again.release == found.release
    for one, other in zip(again[2:], found[2:], strict=True):
        assert one.equals(other)


def test_the_licence_is_kept_with_the_copy(tmp_path: Path) -> None:
    taxonomy.write(taxonomy.read("onet", EXAMPLES / "onet_27_0"), tmp_path)
    text = (tmp_path / "LICENSE.txt").read_text()
    assert "O*NET 27.0 Database" in text
    assert "https://www.onetcenter.org/license_db.html" in text


def test_a_damaged_copy_is_told(tmp_path: Path) -> None:
    (tmp_path / "esco").mkdir()
    (tmp_path / "esco" / "release.json").write_text('{"scheme":"esco","release":"1"}')
    with pytest.raises(TaxonomyError, match="add it again"):
        taxonomy.stored(tmp_path)


def test_an_attribution_without_a_release_is_a_sentence() -> None:
    found = taxonomy.read("onet", EXAMPLES / "onet_27_0")._replace(release=taxonomy.UNKNOWN)
    assert "the O*NET Database by" in found.attribution


# -- coding --


def codes(titles: list[str], scheme: str, *others: str) -> dict[str, tuple[str, str]]:
    folders = {"onet": "onet_27_0", "esco": "esco", "isco": "esco"}
    read = {name: taxonomy.read(name, EXAMPLES / folders[name]) for name in (scheme, *others)}
    found = coding.match(pl.Series(titles), read[scheme], [read[name] for name in others])
    assert found.schema == pl.Schema(coding.MATCHES)
    return {title: (code, method) for title, code, _, _, method in found.iter_rows()}


def test_a_name_is_exact_in_any_case_and_number() -> None:
    found = codes(["Software ENGINEER", "staff nurses", "Baristas"], "esco")
    assert found == {
        "Software ENGINEER": ("aaa-111", "exact"),
        "staff nurses": ("bbb-222", "exact"),
        "Baristas": ("ccc-333", "exact"),
    }


def test_a_title_that_leads_clearly_is_similar() -> None:
    assert codes(["Coffee barista"], "esco") == {"Coffee barista": ("ccc-333", "similar")}


def test_a_title_like_nothing_has_no_code() -> None:
    assert codes(["Lamp cleaner", "xyzzy", "", "  "], "esco") == {}


def test_another_classification_lends_its_names_by_code() -> None:
    assert codes(["Staff nurse"], "isco") == {}
    assert codes(["Staff nurse"], "isco", "esco") == {"Staff nurse": ("2221", "exact")}


def test_another_classification_lends_its_names_by_names_in_common() -> None:
    alone = coding.rank(pl.Series(["RN"]), taxonomy.read("esco", EXAMPLES / "esco"), 3)
    helped = coding.rank(
        pl.Series(["RN"]),
        taxonomy.read("esco", EXAMPLES / "esco"),
        3,
        [taxonomy.read("onet", EXAMPLES / "onet_27_0")],
    )
    assert alone.filter(pl.col("code") == "bbb-222").is_empty()
    assert helped.row(0, named=True)["code"] == "bbb-222"


def test_ranks_count_from_one_and_scores_fall() -> None:
    ranked = coding.rank(
        pl.Series(["software nurse", None, "software nurse"]), taxonomy.read("esco", EXAMPLES / "esco"), 2
    )
    assert ranked.schema == pl.Schema(coding.RANKS)
    assert ranked["rank"].to_list() == [1, 2]
    assert ranked["score"].is_sorted(descending=True)
    assert ranked["score"].is_between(0, 1).all()


def of_roles(scheme: str, *rows: tuple[str, str | None, str | None, str | None]) -> dict[str, tuple[str, str]]:
    folders = {"onet": "onet_27_0", "esco": "esco", "isco": "esco"}
    titles = pl.DataFrame(rows, schema=coding.ROLES, orient="row")
    found = coding.match_roles(titles, taxonomy.read(scheme, EXAMPLES / folders[scheme]))
    assert found.schema == pl.Schema(coding.MATCHES)
    return {title: (code, method) for title, code, _, _, method in found.iter_rows()}


def test_a_role_that_is_known_gives_its_own_codes() -> None:
    row = ("Rockstar who codes", "15-1252", "2512", "aaa-111")
    assert of_roles("esco", row) == {"Rockstar who codes": ("aaa-111", "role")}  # the only one of its unit group
    assert of_roles("isco", row) == {"Rockstar who codes": ("2512", "role")}
    assert of_roles("onet", row) == {"Rockstar who codes": ("15-1252.00", "role")}


def test_the_title_chooses_among_the_codes_of_its_role() -> None:
    nurse = ("29-1141", "2221", None)
    assert of_roles("onet", ("ICU Nurse, nights", *nurse), ("Nurse (registered)", *nurse), ("Staff nurse", *nurse)) == {
        "ICU Nurse, nights": ("29-1141.01", "role"),
        "Nurse (registered)": ("29-1141.00", "role"),
        "Staff nurse": ("29-1141.00", "exact"),
    }


def test_a_name_in_another_occupation_does_not_overrule_the_role() -> None:
    assert of_roles("onet", ("Software Engineer", "29-1141", None, None))["Software Engineer"][1] == "role"


def test_a_title_without_a_role_or_with_an_unknown_code_is_matched_by_itself() -> None:
    rows = [("Software Engineer", None, None, None), ("Barista", "99-9999", "9999", "zzz"), ("xyzzy", None, None, None)]
    assert of_roles("esco", *rows) == {"Software Engineer": ("aaa-111", "exact"), "Barista": ("ccc-333", "exact")}
