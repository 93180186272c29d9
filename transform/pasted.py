"""A pasted advert as one row of values: what `warehouse.answers.posting.pasted` compares with its peers."""

import polars as pl

from transform import skills
from transform.facts import ADVERT, TOOL_KINDS
from transform.postings import normalise
from transform.schema import RAW

_TITLE_LIMIT = 120  # characters; a longer first line is a sentence


def read(text: str, title: str | None = None) -> pl.DataFrame:
    """What the parsers find in the text of an advert; its first short line is the title, unless one is given.

    One row: the columns of ADVERT, and role_id, country_code, the pay a year, degree, `required_skills` (how many) and
    `skills` (skill_id, skill_name, skill_need; those required first).
    """
    first, _, rest = text.strip().partition("\n")
    is_title = title is None and len(first) <= _TITLE_LIMIT
    named = title or (first if is_title else "")
    raw = pl.DataFrame(
        [{"platform": "pasted", "board": "pasted", "source_id": "1", "title": named or "-", "employer": "-",
          "description_html": rest if is_title else text}],
        schema=RAW,
    )  # fmt: skip
    values = normalise(raw)
    told = _skills(values)
    tools = told.filter(pl.col("skill_kind").is_in(TOOL_KINDS))["skill_name"].unique(maintain_order=True)
    listed = told.select(pl.struct("skill_id", "skill_name", "skill_need")).to_series()
    return values.with_columns(
        title=pl.lit(named),
        tools=pl.Series([tools.to_list()], dtype=pl.List(pl.String)),
        skills=pl.Series([listed.to_list()], dtype=pl.List(listed.dtype)),
        required_skills=pl.lit(told.filter(pl.col("skill_need") == "required").height, pl.Int64),
    ).select(*ADVERT, "role_id", "country_code", "pay_currency", "pay_min_annual", "pay_max_annual", "pay_flag",
             "degree", "degree_need", "skills", "required_skills")  # fmt: skip


def _skills(values: pl.DataFrame) -> pl.DataFrame:
    """The skills that the text names, each once, those required first."""
    named = values.select(pl.col("skills").explode()).drop_nulls().unnest("skills").select("skill_id", "skill_need")
    rank = pl.col("skill_need").replace_strict({"required": 0, "preferred": 1}, default=2, return_dtype=pl.Int8)
    best = named.sort(rank, maintain_order=True).unique("skill_id", keep="first", maintain_order=True)
    return best.join(skills.skills(), on="skill_id", maintain_order="left")
