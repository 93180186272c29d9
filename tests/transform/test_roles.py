"""The lexicon of roles keeps its form, and a person's words find the role they mean."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform import roles
from transform.schema import TABLES

AMBIGUOUS = ["analyst", "consultant", "associate", "manager", "engineer", "specialist", "coordinator", "director"]
LEVELS = r"\b(?:jr|junior|sr|intern|trainee|entry level|mid level|graduate)\b"
IDS = roles.roles()["role_id"].to_list()


def test_roles_are_the_columns_of_the_table() -> None:
    assert roles.roles().columns == TABLES["core.role"].columns
    assert set(roles.roles().dtypes) == {pl.String}
    assert roles.roles().drop("esco_id").null_count().sum_horizontal().item() == 0


def test_there_are_enough_roles_of_all_kinds_of_work() -> None:
    assert roles.roles().height >= 420
    assert roles.roles()["role_field"].n_unique() >= 17
    assert 50 <= roles.roles()["role_family"].n_unique() <= 60


def test_most_roles_have_an_occupation_in_esco() -> None:
    occupations = roles.roles()["esco_id"]
    assert occupations.null_count() <= roles.roles().height / 10
    assert occupations.drop_nulls().str.contains(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$").all()


def test_roles_of_one_occupation_in_esco_are_of_one_group_in_isco() -> None:
    known = roles.roles().drop_nulls("esco_id")
    groups = known.group_by("esco_id").agg(pl.col("isco_code").str.head(2).unique(), pl.col("role_id"))
    assert groups.filter(pl.col("isco_code").list.len() > 1).rows() == []


@pytest.mark.parametrize(
    ("role_id", "family"),
    [
        ("security_guard", "Protective services"),
        ("public_safety_officer", "Protective services"),
        ("policy_analyst", "Public administration and policy"),
        ("agronomist", "Farming forestry and fishing"),
        ("sustainability_manager", "Environment and energy"),
        ("pilot", "Aviation rail and maritime"),
        ("aircraft_technician", "Maintenance and repair"),
        ("lineworker", "Extraction and utilities"),
        ("sports_coach", "Arts and sport"),
        ("urban_planner", "Civil engineering and architecture"),
        ("nursing_assistant", "Care and clinical support"),
    ],
)
def test_a_role_is_of_its_family(role_id: str, family: str) -> None:
    assert roles.roles().filter(pl.col("role_id") == role_id)["role_family"].to_list() == [family]


@pytest.mark.parametrize("column", ["role_id", "role_title"])
def test_each_role_is_listed_once(column: str) -> None:
    assert roles.roles().filter(pl.col(column).is_duplicated())[column].to_list() == []


@pytest.mark.parametrize(
    ("column", "form"),
    [
        ("role_id", r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$"),
        ("soc_code", r"^(?:1[1-9]|2[1-9]|3[1-9]|4[1-9]|5[1-5])-[1-9][0-9]{2}[1-9]$"),
        ("isco_code", r"^[1-9][0-9]{3}$"),
        ("role_title", r"^[A-Z]|^[ai]OS"),
    ],
)
def test_the_cells_have_their_form(column: str, form: str) -> None:
    assert roles.roles().filter(~pl.col(column).str.contains(form))[column].to_list() == []


def test_a_family_has_several_roles_and_one_field() -> None:
    families = roles.roles().group_by("role_family").agg(pl.len(), fields=pl.col("role_field").n_unique())
    assert families.filter((pl.col("len") < 2) | (pl.col("len") > 17) | (pl.col("fields") > 1)).rows() == []


def test_no_alias_stands_for_two_roles() -> None:
    assert roles.aliases().columns == ["alias", "role_id"]
    assert roles.aliases().filter(pl.col("alias").is_duplicated()).rows() == []


def test_every_role_goes_by_its_title_and_by_other_names() -> None:
    named = roles.aliases().group_by("role_id").len().filter(pl.col("len") >= 2)["role_id"]
    assert set(named) == set(IDS)
    titles = roles.roles().select(alias=pl.col("role_title").str.to_lowercase(), role_id=pl.col("role_id"))
    assert titles.join(roles.aliases(), on=["alias", "role_id"], how="anti").rows() == []


def test_aliases_are_plain_lower_case_words() -> None:
    alias = pl.col("alias")
    untidy = alias.str.contains(r"[&/|,]|^\s|\s$|\s\s|^$") | (alias != alias.str.to_lowercase())
    assert roles.aliases().filter(untidy)["alias"].to_list() == []


def test_words_that_say_nothing_alone_are_no_alias() -> None:
    assert roles.aliases().filter(pl.col("alias").is_in(AMBIGUOUS))["alias"].to_list() == []


def test_aliases_do_not_say_how_senior_somebody_is() -> None:
    assert roles.aliases().filter(pl.col("alias").str.contains(LEVELS))["alias"].to_list() == []


def test_no_role_rules_out_its_own_names() -> None:
    ruled = [
        (alias, phrase)
        for alias, role_id in roles.aliases().iter_rows()
        for phrase in roles.exclusions().get(role_id, ())
        if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", alias)
    ]
    assert ruled == []


def test_exclusions_belong_to_roles_and_are_never_empty() -> None:
    assert set(roles.exclusions()) <= set(IDS)
    assert all(words and all(words) for words in roles.exclusions().values())
    assert "salesforce" in roles.exclusions()["architect"]


@pytest.mark.parametrize(
    ("words", "role_id"),
    [
        ("data_engineer", "data_engineer"),
        ("Data engineer", "data_engineer"),
        ("  DATA   Engineer ", "data_engineer"),
        ("data-engineer", "data_engineer"),
        ("SWE", "software_engineer"),
        ("software developer", "software_engineer"),
        ("Back-end engineer", "backend_engineer"),
        ("backend developer", "backend_engineer"),
        ("C++ developer", "software_engineer"),
        ("c# developer", "software_engineer"),
        ("FP&A analyst", "financial_analyst"),
        ("Développeur", "software_engineer"),
        ("developpeur", "software_engineer"),
        ("Enfermera", "registered_nurse"),
        ("verpleegkundige", "registered_nurse"),
        ("BCBA", "behavior_analyst"),
        ("RBT", "behavior_technician"),
        ("Product owner", "product_owner"),
        ("HVAC technician", "hvac_technician"),
        ("Feuerwehrfrau", "firefighter"),
        ("conductrice de bus", "bus_driver"),
        ("Comadrona", "midwife"),
        ("boswachter", "forester"),
        ("undersköterska", "nursing_assistant"),
        ("manager", None),
        ("wizard of light bulb moments", None),
        ("", None),
    ],
)
def test_a_persons_words_find_the_role(words: str, role_id: str | None) -> None:
    assert roles.find_role(words) == role_id


@pytest.mark.parametrize("column", ["role_id", "role_title"])
def test_every_role_is_found_by_its_own_name(column: str) -> None:
    pairs = roles.roles().select("role_id", column=pl.col(column)).iter_rows()
    assert [role_id for role_id, words in pairs if roles.find_role(words) != role_id] == []


def test_every_alias_finds_its_role() -> None:
    pairs = roles.aliases().iter_rows()
    assert [(alias, role_id) for alias, role_id in pairs if roles.find_role(alias) != role_id] == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("data enginer", "Data engineer"),
        ("registred nurse", "Registered nurse"),
        ("product_manger", "Product manager"),
        ("electrican", "Electrician"),
        ("Machine lerning engineer", "Machine learning engineer"),
    ],
)
def test_a_misspelt_role_is_offered_first(words: str, title: str) -> None:
    assert roles.nearest_roles(words)[0] == title


def test_the_nearest_roles_are_few_and_different() -> None:
    near = roles.nearest_roles("software enginer", limit=3)
    assert len(near) == len(set(near)) == 3
    assert roles.nearest_roles("software enginer", limit=1) == near[:1]
    assert roles.nearest_roles("qqqqqqqqqq") == []


@given(st.sampled_from(IDS), st.sampled_from([" ", "_", "-", "  "]), st.sampled_from([str.upper, str.title, str.lower]))
def test_case_and_joints_do_not_matter(role_id: str, joint: str, cased: object) -> None:
    assert callable(cased)
    assert roles.find_role(cased(role_id.replace("_", joint))) == role_id


@given(st.text(max_size=60))
def test_any_words_have_an_answer(words: str) -> None:
    found = roles.find_role(words)
    assert found is None or found in IDS
