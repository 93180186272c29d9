"""Does the person clear what an advert asks? Years and degree, each cleared, short, or not known."""

import polars as pl

from warehouse.answers.person import Person

DEGREES = {"high_school": 0, "vocational": 1, "associate": 2, "bachelor": 3, "master": 4, "doctorate": 5}
"""How high each degree is."""
NOT_A_BAR = ("preferred", "or_experience", "not_required")
"""Ways of asking for a degree that let in people without it: it is asked for, and not required."""
_HOW = {"preferred": " preferred", "or_experience": " or experience", "required": " required"}


def verdicts(person: Person) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Expressions on years_min, degree and degree_need: `years`, `degree`, and both as `bar`.

    `years` and `degree` are clears, short, unknown (the person does not say theirs) or silent (the advert asks none);
    `degree` is no_bar where the advert lets in people without it and the person is not known to have it. `bar` is short
    where one is short; else unknown where one is unknown or both are silent; else clears.
    """
    years = _years(person).alias("years_bar")
    degree = _degree(person).alias("degree_bar")
    both = pl.concat_list(_years(person), _degree(person))
    bar = (
        pl.when(both.list.contains("short"))
        .then(pl.lit("short"))
        .when(both.list.contains("unknown") | (both.list.unique().list.len() == 1) & both.list.contains("silent"))
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("clears"))
        .alias("bar")
    )
    return years, degree, bar


def is_degree_required() -> pl.Expr:
    """Whether the advert lets in nobody without its degree, on degree and degree_need; else the degree is no bar."""
    return pl.col("degree").is_not_null() & (pl.col("degree_need") == "required").fill_null(value=False)


def degree_asked() -> pl.Expr:
    """The degree and how it is asked for, such as "bachelor or experience"; "none asked for" where none is."""
    how = pl.col("degree_need").replace_strict(_HOW, default="", return_dtype=pl.String).fill_null("")
    return pl.when(pl.col("degree").is_null()).then(pl.lit("none asked for")).otherwise(pl.col("degree") + how)


def _years(person: Person) -> pl.Expr:
    mine = pl.lit(person.years, dtype=pl.Float64)
    return (
        pl.when(pl.col("years_min").is_null())
        .then(pl.lit("silent"))
        .when(mine.is_null())
        .then(pl.lit("unknown"))
        .when(mine >= pl.col("years_min"))
        .then(pl.lit("clears"))
        .otherwise(pl.lit("short"))
    )


def _degree(person: Person) -> pl.Expr:
    """A degree whose need is not told clears who has it; for others it is not known."""
    rank = pl.col("degree").replace_strict(DEGREES, default=None, return_dtype=pl.Int64)
    mine = pl.lit(DEGREES.get(person.degree or ""), dtype=pl.Int64)
    need = pl.col("degree_need")
    return (
        pl.when(mine >= rank)
        .then(pl.lit("clears"))
        .when(need.is_in(NOT_A_BAR))
        .then(pl.lit("no_bar"))
        .when(rank.is_null())
        .then(pl.lit("silent"))
        .when(mine.is_null() | need.is_null())
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("short"))
    )
