"""The role that a clean title names.

Once for each distinct title, its phrases are joined with the aliases of the roles. In English the last noun says what
somebody is (a sales engineer is an engineer who sells), so that a phrase must end the title's first segment; what
follows a comma, a dash, `of` or `for` qualifies. The longest phrase wins. Titles that do not say it so plainly are read
more closely: who leads a field of work, a rank beside a field, a name in the middle, a name that comes first as in
French or Spanish. A name that many kinds of work share (`operations manager`) is believed alone or beside neutral
words, and no name beside words that name work of another family. What is left may be so like one name, and so unlike
those of other families, that it is taken for it; else the role stays unknown.
"""

from functools import cache

import polars as pl

from transform import roles
from transform.lookup import Lookup, lookup
from transform.patterns import in_own_thread
from transform.title_phrases import (
    BEGUN,
    FIELD,
    PART,
    beginnings,
    candidate,
    direct,
    indirect,
    main_of,
    segments_of,
    suffixes,
)
from transform.title_words import before_preposition, either, names_person, normal, word_count, words_of

_LAST = 10  # the tier of words that name a field of work and no person
# Right families of titles read before the aliases behind their mistakes were mended: 715/739, 290/307, 51/59, 41/49.
_WHOLE, _PHRASE, _WORD, _LOOSE = 0.96, 0.94, 0.86, 0.83
_LIKE, _GAP, _STEM = 0.8, 0.2, 7  # score and lead of the best; letters of a stem
_SIMILAR = 0.86  # of 45 titles read; others have been found since
_FOUND = {"title_clean": pl.String, "role_id": pl.String, "role_method": pl.String, "role_confidence": pl.Float64}
_HITS = {
    "title_clean": pl.String,
    "tier": pl.Int8,
    "rank": pl.Int8,
    "phrase": pl.String,
    "rest": pl.String,
    "size": pl.Int64,
    "is_whole": pl.Boolean,
    "role_id": pl.String,
}
_HIT = tuple(_HITS)


def match(titles: pl.Series) -> pl.DataFrame:
    """The role of each distinct clean title that names one: `title_clean`, `role_id`, `role_method`, and confidence."""
    segments = segments_of(titles)
    main = main_of(segments)
    hits = _named(direct(titles, segments, main))
    plainly = _best(hits).filter(pl.col("tier") < _LAST)
    unread = _but(main, plainly)
    closely = _read_closely(_but(segments, plainly), unread, _but(hits, plainly))
    named = _specialised(_of_one_mind(pl.concat([plainly, closely]), main), segments)
    named = named.select_seq("title_clean", "role_id", *_told())
    return pl.concat([named, _resembling(_but(unread, closely))])


def _but(frame: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """The rows of titles that are not yet read."""
    if read.is_empty():
        return frame
    return frame.filter(~pl.col("title_clean").is_in(read["title_clean"].implode()))


def _read_closely(segments: pl.DataFrame, main: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """The best hits of the titles that do not say plainly what somebody is, their doubtful `hits` among them."""
    if main.is_empty():
        return hits.clear()
    indirectly = _named(indirect(segments, main))
    return _best(pl.concat([hits, indirectly, _fields_of(main), _in_context(main["title_clean"])]))


def _named(candidates: pl.DataFrame) -> pl.DataFrame:
    return _without_loose(_by_alias().within(suffixes(candidates))).select_seq(_HIT)


def _best(hits: pl.DataFrame) -> pl.DataFrame:
    """The most believable hit of each title whose words do not rule the role out."""
    if hits.is_empty():
        return hits
    hits = hits.filter(~_is_excluded(hits))
    order = ["title_clean", "tier", "size", "rank", "phrase", "role_id", "is_whole", "rest"]
    return hits.sort(order, descending=[name in ("size", "is_whole") for name in order]).unique(
        "title_clean", maintain_order=True
    )


@cache
def _told() -> tuple[pl.Expr, pl.Expr]:
    """How a role was found, and the share of right families among matches of the kind that were read, rounded down."""
    tier = pl.col("tier")
    confidence = (
        pl.when("is_whole")
        .then(_WHOLE)
        .when(tier <= 1)
        .then(pl.when(pl.col("size") > 1).then(_PHRASE).otherwise(_WORD))
        .when(tier < FIELD)
        .then(_PHRASE)
        .otherwise(_LOOSE)
    )
    method = pl.when("is_whole").then(pl.lit("exact")).otherwise(pl.lit("phrase"))
    return method.alias("role_method"), confidence.alias("role_confidence")


@in_own_thread
def _without_loose(hits: pl.DataFrame) -> pl.DataFrame:
    """The hits but those of words that need to stand alone, or beside words that leave the kind of work open.

    What names a field and no person (`data science`, `finance`) is believed last.
    """
    if hits.is_empty():
        return hits
    main, joined, deferred = pl.col("tier") == 1, pl.col("rank") == 0, pl.col("tier") == 0
    bare = hits.filter(pl.col("is_bare") & pl.col("is_whole"))
    alone = bare.filter(normal(pl.col("title_clean")) == pl.col("phrase")).with_columns_seq(
        is_sure=pl.col("is_person") | main
    )
    others = hits.filter(~pl.col("is_bare")).with_columns_seq(
        is_sure=pl.col("is_person") | joined | deferred | (pl.col("tier") == BEGUN)
    )
    part = pl.col("rank") == PART
    needs_none = pl.col("is_vague") | part | (joined & pl.col("is_ranked"))
    never = pl.col("is_narrow") | (part & pl.col("is_vague"))
    stands = pl.col("is_whole") | ~(never | (needs_none & ~_is_neutral(pl.col("rest"))))
    kept = others.filter(stands & (pl.col("is_sure") | (main & pl.col("is_whole"))))
    return pl.concat([alone, kept]).with_columns_seq(tier=pl.when("is_sure").then("tier").otherwise(_LAST))


@in_own_thread
def _of_one_mind(hits: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """The hits but those that stand beside words of another family: `fleet care manager`, `recruiter / trainer`.

    What `and` joins to another name must be known, unless the name is one that both share (`labor and delivery nurse`).
    """
    if hits.is_empty():
        return hits
    before = _words_before(hits)
    after = hits.filter("is_whole").join(main.select_seq("title_clean", other="next"), on="title_clean")
    after = after.with_columns_seq(least=word_count(pl.col("other"))).filter(~_is_product())
    beside = pl.concat([candidate(part, pl.col("other"), pl.col("least"), tier=1, rank=1) for part in (before, after)])
    named = suffixes(beside).join(_telling(), on="phrase")
    named = named.sort("size", "phrase", descending=[True, False]).unique("title_clean", maintain_order=True)
    others = named.select_seq("title_clean", other="role_family")
    pairs = hits.join(_families(), on="role_id").join(others, on="title_clean")
    unknown = before.filter(pl.col("is_joined") & ~pl.col("is_shared")).join(named, on="title_clean", how="anti")
    return _but(_but(hits, pairs.filter(pl.col("other") != pl.col("role_family"))), unknown)


@in_own_thread
def _specialised(hits: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The hits, where a general name gives way to a speciality of its family beside it: `software engineer (ios)`.

    Of several specialities in one title the one that stands first in the list counts. A team or product of another
    field (`software engineer, ai gateway`) is no speciality: who is called a software engineer is read as one.
    """
    if hits.is_empty():
        return hits
    general = hits.filter(pl.col("phrase").str.contains(f"^{either('general')}$")).select_seq("title_clean")
    if general.is_empty():
        return hits
    parts = segments.join(general, on="title_clean", how="semi")
    listed = words_of("speciality")
    holds = [pl.when(pl.col("plain").str.contains(pattern)).then(order) for order, (pattern, _) in enumerate(listed)]
    orders = parts.select_seq("title_clean", order=pl.coalesce(holds)).drop_nulls().group_by("title_clean").min()
    role = pl.col("order").replace_strict({order: role_id for order, (_, role_id) in enumerate(listed)})
    first = orders.select_seq("title_clean", special=role.cast(pl.String))
    hits = hits.join(first, on="title_clean", how="left", maintain_order="left")
    is_general = pl.col("special").is_null()
    return hits.with_columns_seq(
        role_id=pl.coalesce("special", "role_id"), is_whole=pl.col("is_whole") & is_general
    ).drop("special")


def _is_product() -> pl.Expr:
    """Whether the one word after a firm name of several is a team or product: `data engineer, driver`."""
    is_firm = pl.col("phrase").str.contains(rf"(?-u:\b){either('firm')}$") & (pl.col("size") > 1)
    return is_firm & (pl.col("least") == 1)


def _words_before(hits: pl.DataFrame) -> pl.DataFrame:
    """The name that the words before each phrase would make without it: `fleet manager` of `fleet care manager`.

    `least` are the words that it must have to count. A firm name (`software engineer`), or one of three words, is only
    qualified by them, if no `and` joins it to them.
    """
    is_joined = pl.col("rest").str.contains(" (?:and|or)$")
    is_firm = pl.col("phrase").str.contains(rf"(?-u:\b){either('firm')}$") | (pl.col("size") >= 3)
    frame = hits.filter(~(is_firm & ~is_joined) & ~_is_neutral(pl.col("rest"))).with_columns_seq(
        is_joined=is_joined,
        is_shared=pl.col("phrase").str.contains(rf"(?-u:\b){either('shared')}$"),
        other=pl.col("rest").str.replace(" (?:and|or)$", ""),
        last=pl.col("phrase").str.extract(r"(\S+)$"),
    )
    names_person = pl.col("is_joined") & pl.col("other").str.contains(rf"(?-u:\b){either('person')}$")
    made = pl.concat_str("other", "last", separator=" ")
    return frame.with_columns_seq(
        other=pl.when(names_person).then("other").otherwise(made), least=pl.when(names_person).then(1).otherwise(2)
    )


@cache
def _telling() -> pl.DataFrame:
    """The aliases that name a person by more than a rank or a word of many meanings, and their families."""
    is_telling = pl.col("is_person") & ~pl.col("is_bare") & ~pl.col("is_narrow") & ~pl.col("is_vague")
    return _aliases().filter(is_telling).join(_families(), on="role_id").select_seq("phrase", "role_family")


def _is_neutral(words: pl.Expr) -> pl.Expr:
    """Whether the words, if any, say nothing of what is done: `regional`, `associate`, `german speaking`."""
    word = f"(?:{either('neutral')}|{either('level')})"
    return words.str.contains(f"^(?:{word}(?: {word})*)?$")


@cache
def _aliases() -> pl.DataFrame:
    """The role of each phrase that stands for just one, and what it needs to be believed.

    `is_bare` words mean a role only as a whole title, `is_narrow` ones as a whole segment, `is_vague` ones beside
    neutral words; `is_ranked` ones begin with a rank, and `is_person` ones name a person and no field. What is said of
    people of many kinds (`researcher`) stands for none of them.
    """
    given = (
        roles.aliases().select_seq("role_id", phrase=normal(pl.col("alias"))).filter(pl.col("phrase") != "").unique()
    )
    titles = roles.roles().select_seq("role_id", phrase=normal(pl.col("role_title")))
    others = given.join(titles, on="phrase", how="anti")  # a role's own title is never another's alias
    single = pl.concat([titles, others]).unique("phrase", keep="none")
    phrase = pl.col("phrase")
    single = single.filter(~phrase.str.contains(f"^{either('open')}$"))
    return single.with_columns_seq(
        is_bare=phrase.str.contains(f"^{either('bare')}$"),
        is_narrow=phrase.str.contains(f"^{either('whole')}$"),
        is_vague=phrase.str.contains(f"^{either('vague')}$"),
        is_ranked=phrase.str.contains(f"^{either('inverting')} "),
        is_person=before_preposition(phrase).str.contains(rf"(?-u:\b){either('person')}$"),
    )


@cache
def _by_alias() -> Lookup:
    return lookup(_aliases(), "phrase")


@in_own_thread
def _fields_of(main: pl.DataFrame) -> pl.DataFrame:
    """The roles of titles that say a rank and a field: `associate, treasury`, `marketing intern`, `analyst - tax`.

    A field of many meanings (`data`, `quality`) is believed only where nothing else is said of the work.
    """
    plain, rank = pl.col("plain"), either("rank")
    after = pl.when(plain.str.contains(f"^{rank}$")).then("next")
    before = plain.str.extract(f"^(.+?) {rank}$")
    of = plain.str.extract(f"^{rank} (?:of |for |in |- )?(.+)$").str.replace("^(?:at|with|to) .*$", "")
    is_field = ~(names_person(plain) | plain.str.contains(f"^{either('wide_field')}$"))
    alone = pl.when(is_field).then(plain)
    found = main.select_seq("title_clean", field=before_preposition(pl.coalesce(after, before, of, alone))).drop_nulls()
    first = found.with_columns_seq(field=pl.col("field").str.extract("^(.+?) and ")).drop_nulls()
    parts = [
        candidate(frame, pl.col("field"), pl.lit(1), tier=tier, rank=10)
        for frame, tier in ((found, FIELD), (first, FIELD + 1))
    ]
    hits = suffixes(pl.concat([*parts, _named_after(main)])).join(_fields(), on="phrase")
    wide = pl.col("phrase").str.contains(f"^{either('wide_field')}$")
    is_said = ~wide | ((pl.col("all") == pl.col("size")) & (pl.col("tier") == FIELD))
    return hits.filter(is_said).with_columns_seq(is_whole=pl.lit(value=False)).select_seq(_HIT)


def _named_after(main: pl.DataFrame) -> pl.DataFrame:
    """What follows the rank in languages that say it first, and how it begins: `especialista de marketing digital`."""
    plain, rank = pl.col("plain"), either("first_rank")
    of = plain.str.extract(f"^{rank} {either('first_of')}(.+)$")
    beside = pl.when(plain.str.contains(f"^{rank}$")).then("next")
    return beginnings(main, pl.coalesce(of, beside), tier=FIELD, rank=10)


@cache
def _fields() -> pl.DataFrame:
    """The role that a field of work stands for where a title says no more than a rank beside it."""
    pairs = [(role_id, words) for words, role_id in words_of("field") for words in words.split("|")]
    frame = pl.DataFrame(pairs, schema={"role_id": pl.String, "phrase": pl.String}, orient="row")
    return frame.with_columns_seq(phrase=normal(pl.col("phrase")))


def _in_context(titles: pl.Series) -> pl.DataFrame:
    """The roles that words far apart in a title name together (`research scientist, voice ai`), if of one family."""
    texts = _with_context(titles)
    if texts.is_empty():
        return pl.DataFrame(schema=_HITS)
    named = [
        pl.when(pl.col("phrase").str.contains(pattern)).then(pl.lit(role)) for pattern, role in words_of("context")
    ]
    hits = texts.with_columns_seq(role_id=pl.concat_list(named)).explode("role_id").drop_nulls("role_id")
    kind = {"tier": pl.lit(FIELD, pl.Int8), "rank": pl.lit(0, pl.Int8), "size": pl.lit(2, pl.Int64)}
    found = hits.join(_families(), on="role_id")
    agreed = found.filter(pl.col("role_family").n_unique().over("title_clean") == 1)
    return agreed.with_columns_seq(is_whole=pl.lit(value=False), rest=pl.lit(""), **kind).select_seq(_HIT)


@in_own_thread
def _with_context(titles: pl.Series) -> pl.DataFrame:
    """The few titles that hold a word of such roles, as normal words (`phrase`) beside them."""
    texts = titles.alias("title_clean").to_frame().with_columns_seq(phrase=normal(pl.col("title_clean")))
    return texts.filter(pl.col("phrase").str.contains(either("context")))


@cache
def _exclusions() -> pl.DataFrame:
    rows = [(role, words) for role, several in roles.exclusions().items() for words in several]
    frame = pl.DataFrame(rows, schema={"role_id": pl.String, "words": pl.String}, orient="row")
    return frame.select_seq("role_id", words=normal(pl.col("words"))).group_by("role_id").agg("words")


@in_own_thread
def _is_excluded(hits: pl.DataFrame) -> pl.Series:
    """Whether the title holds words that rule the role out."""
    if hits.is_empty():
        return pl.Series(dtype=pl.Boolean)
    numbered = hits[["role_id", "title_clean"]].with_row_index("row").join(_exclusions(), on="role_id")
    if numbered.is_empty():
        return pl.repeat(value=False, n=hits.height, eager=True)
    texts = numbered.select_seq("title_clean").unique().with_columns_seq(text=" " + normal(pl.col("title_clean")) + " ")
    ruled = numbered.join(texts, on="title_clean").explode("words", empty_as_null=False)
    rows = ruled.filter(pl.col("text").str.contains(" " + pl.col("words") + " ", literal=True))["row"]
    return pl.int_range(hits.height, dtype=pl.get_index_type(), eager=True).is_in(rows.implode())


@in_own_thread
def _resembling(main: pl.DataFrame) -> pl.DataFrame:
    """The role whose name each title is most like, in the columns of `match`; only where no other comes near it.

    Every word of the name must be one of the title's, the last one its last, so that only words between are new.
    """
    main = main.select_seq("title_clean", text=before_preposition(pl.col("plain")))
    # Of two words none is left between those of a name.
    main = main.filter((word_count(pl.col("text")) > 2) & _ends_telling(pl.col("text")))
    if main.is_empty():
        return pl.DataFrame(schema=_FOUND)
    held = _held(main.select_seq("text").unique())
    if held.is_empty():
        return pl.DataFrame(schema=_FOUND)
    sure = _nearest(held).join(held, on=["text", "phrase"], how="semi")
    hits = main.join(sure, on="text").filter(pl.col("phrase") != pl.col("text"))
    hits = hits.filter(~_is_excluded(hits))
    return hits.select_seq("title_clean", "role_id", role_method=pl.lit("similar"), role_confidence=pl.lit(_SIMILAR))


def _nearest(held: pl.DataFrame) -> pl.DataFrame:
    """The name that each text is most like, where it is like enough and the next family's is far: `text`, `phrase`.

    Two texts are as like as their words have in common, rare ones weighing more (TF-IDF, cosine).
    """
    words = held.select_seq("text").unique().with_columns_seq(stem=_stems("text")).explode("stem", empty_as_null=False)
    words = words.unique().join(_weights(), on="stem", how="left")
    words = words.with_columns_seq(square=pl.col("square").fill_null(float(_weights()["square"].max() or 1)))  # type: ignore[arg-type]
    lengths = words.group_by("text").agg(length=pl.col("square").sum().sqrt())
    # All of a held name is in the text, so that their lengths alone say how like they are.
    likely = held.join(lengths, on="text").join(_name_lengths(), on="phrase")
    likely = likely.filter(pl.col("name_length") >= _LIKE * pl.col("length"))
    words = words.filter(pl.col("text").is_in(likely["text"].implode()))
    shared = words.join(_name_words(), on="stem").group_by("text", "phrase").agg(pl.col("square").sum())
    near = shared.join(lengths, on="text").join(_name_lengths(), on="phrase")
    # What sums make of the same words in another order is the same likeness.
    score = pl.col("square") / (pl.col("length") * pl.col("name_length"))
    near = near.with_columns_seq(score=score.round(9))
    near = near.join(_telling_names(), on="phrase").join(_families(), on="role_id")
    best = near.sort("text", "score", "phrase", descending=[False, True, False]).unique("text", maintain_order=True)
    first = near.join(best.select_seq("text", first="role_family"), on="text")
    rival = first.filter(pl.col("role_family") != pl.col("first")).group_by("text").agg(rival=pl.col("score").max())
    gap = pl.col("score") - pl.col("rival").fill_null(0.0)
    return best.join(rival, on="text", how="left").filter((pl.col("score") >= _LIKE) & (gap >= _GAP))


@cache
def _name_words() -> pl.DataFrame:
    """The stems of each name that a title may resemble: `phrase`, `stem`."""
    names = _telling_names().select_seq("phrase", stem=_stems("phrase"))
    return names.explode("stem", empty_as_null=False).unique()


@cache
def _weights() -> pl.DataFrame:
    """The square of what each stem weighs, by how few of the names have it: `stem`, `square`."""
    share = (1 + _telling_names().height) / (1 + pl.len())
    return _name_words().group_by("stem").agg(square=(share.log() + 1) ** 2)


@cache
def _name_lengths() -> pl.DataFrame:
    words = _name_words().join(_weights(), on="stem")
    return words.group_by("phrase").agg(name_length=pl.col("square").sum().sqrt())


def _held(texts: pl.DataFrame) -> pl.DataFrame:
    """The names all of whose words a text has, in one form or another, and that end like it: `text`, `phrase`."""
    words = texts.select_seq("text", stems=_stems("text"), last=pl.col("text").str.extract(r"(\S+)$"))
    pairs = (
        words.with_columns_seq(first="stems")
        .explode("first", empty_as_null=False)
        .join(_stemmed_names(), on=["first", "last"])
    )
    has_all = pl.col("name").list.set_difference("stems").list.len() == 0
    return pairs.filter(has_all).select_seq("text", "phrase").unique()


@cache
def _stemmed_names() -> pl.DataFrame:
    """The names that a title may resemble, with all stems (`name`), the first of them and the last word."""
    names = _telling_names().select_seq("phrase", name=_stems("phrase"), last=pl.col("phrase").str.extract(r"(\S+)$"))
    return names.with_columns_seq(first=pl.col("name").list.first())


def _stems(column: str) -> pl.Expr:
    return pl.col(column).str.split(" ").list.eval(pl.element().str.head(_STEM).str.strip_chars_end("s"))


def _ends_telling(text: pl.Expr) -> pl.Expr:
    """Whether the last word says what somebody is, and not only a rank."""
    last = text.str.extract(r"(\S+)$")
    return last.str.contains(f"^{either('person')}$") & ~last.str.contains(f"^{either('coarse')}$")


@cache
def _telling_names() -> pl.DataFrame:
    """The names of roles that a title may resemble: those of several words that end in a telling one."""
    phrase = pl.col("phrase")
    several = phrase.str.contains(" ") & ~pl.col("is_narrow") & ~pl.col("is_vague")
    return _aliases().filter(several & _ends_telling(phrase)).select_seq("phrase", "role_id")


@cache
def _families() -> pl.DataFrame:
    return roles.roles().select_seq("role_id", "role_family")
