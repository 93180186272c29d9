"""A pasted advert becomes one row of values."""

from transform import pasted
from transform.facts import ADVERT

TEXT = "Senior Data Engineer\n\nRequirements\n- 5 years of experience with Python\n\nSalary: €70,000 - €80,000 a year"


def test_the_first_short_line_is_the_title() -> None:
    row = pasted.read(TEXT).row(0, named=True)
    assert (row["title"], row["role_id"], row["seniority"]) == ("Senior Data Engineer", "data_engineer", "senior")
    assert (row["pay_min"], row["pay_max"], row["pay_currency"]) == (70_000, 80_000, "EUR")
    assert [(one["skill_name"], one["skill_need"]) for one in row["skills"]] == [("Python", "required")]
    assert (row["tools"], row["required_skills"]) == (["Python"], 1)
    assert set(ADVERT) <= set(row)


def test_a_title_that_is_given_leaves_the_text_whole() -> None:
    row = pasted.read(TEXT, "Cook").row(0, named=True)
    assert row["title"] == "Cook"
    assert row["description_text"].startswith("Senior Data Engineer")


def test_a_long_first_line_is_no_title() -> None:
    row = pasted.read("We are looking for somebody who cooks " * 5).row(0, named=True)
    assert (row["title"], row["role_id"], row["skills"]) == ("", None, [])
