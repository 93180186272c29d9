"""Every column once: its name, type, unit and one sentence; and every table as a list of those columns.

Frames are built with these types, migrations are tested against them, the comments inside DuckDB and the data
dictionary derive from them. This is the one module of `transform` that `warehouse` may import.
"""

import datetime as dt
from typing import NamedTuple

import polars as pl

NOT_OVER = dt.date(9999, 1, 1)
"""What `over_on` is of postings that are not long over: a day that comes after all others."""
TIMESTAMP = pl.Datetime("us")
"""All times are UTC, kept without a zone."""


class Column(NamedTuple):
    """One column: its Polars type, one sentence, its unit where it has one, and whether it may be unknown."""

    dtype: pl.DataType | type[pl.DataType]
    sentence: str
    unit: str = ""
    nullable: bool = False


RAW_PLACE = pl.Struct({"label": pl.String, "city": pl.String, "region": pl.String, "country": pl.String})
RAW_PAY = pl.Struct(
    {
        "kind": pl.String,
        "minimum": pl.String,
        "maximum": pl.String,
        "unit": pl.String,
        "currency": pl.String,
        "interval": pl.String,
        "label": pl.String,
        "note": pl.String,
    }
)

RAW: dict[str, pl.DataType | type[pl.DataType]] = {
    "platform": pl.String,
    "board": pl.String,
    "source_id": pl.String,
    "title": pl.String,
    "url": pl.String,
    "apply_url": pl.String,
    "employer": pl.String,
    "group_id": pl.String,
    "requisition": pl.String,
    "department": pl.String,
    "team": pl.String,
    "language": pl.String,
    "level": pl.String,
    "employment": pl.String,
    "workplace": pl.String,
    "is_remote": pl.Boolean,
    "places": pl.List(RAW_PLACE),
    "pay": pl.List(RAW_PAY),
    "pay_note": pl.String,
    "posted_at": pl.String,
    "updated_at": pl.String,
    "closes_at": pl.String,
    "description_html": pl.String,
}
"""The frame that value parsers read: `RawPosting`, column for column, in its order."""

COLUMNS: dict[str, Column] = {
    # -- identity --
    "posting_id": Column(pl.String, "The posting: platform, board and the source's own id, joined by colons."),
    "board_id": Column(pl.String, "The employer's board: platform and key, joined by a colon."),
    "platform": Column(
        pl.String,
        "The platform that serves the board: ashby, greenhouse, lever, lever_eu; or the name of an imported source.",
    ),
    "board_key": Column(pl.String, "The board's name on its platform, as the platform spells it."),
    "source_posting_id": Column(pl.String, "The posting's id in its source."),
    "source_group_id": Column(pl.String, "The source's id of the opening behind several postings.", nullable=True),
    "requisition_code": Column(pl.String, "The employer's own requisition number.", nullable=True),
    "employer": Column(
        pl.String,
        "The employer's name: the source's word, else the one in the list of boards; in marts the commonest spelling.",
    ),
    "employer_country": Column(pl.String, "The employer's home country, ISO 3166 alpha-2.", nullable=True),
    "employer_key": Column(
        pl.String, "The employer's name without legal form, marks and case: the same for one employer in all sources."
    ),
    "is_agency": Column(
        pl.Boolean, "Whether the employer is a staffing or recruiting agency, as far as its name tells."
    ),
    "employer_version": Column(pl.Int16, "Version of the employer parser that made this value."),
    "industry": Column(pl.String, "The employer's industry, from the list of boards.", nullable=True),
    "source_kind": Column(
        pl.String,
        "census (answers are the board's whole open set) or sample (what a search or feed showed of it; no figure on "
        "demand rests on it).",
    ),
    "url": Column(pl.String, "Where a person reads the posting.", nullable=True),
    "department": Column(pl.String, "The department, in the employer's words.", nullable=True),
    "team": Column(pl.String, "The team, in the employer's words.", nullable=True),
    "language_code": Column(pl.String, "The posting's language as its source states it, ISO 639.", nullable=True),
    # -- title and role --
    "title": Column(pl.String, "The title, in the employer's words."),
    "title_clean": Column(pl.String, "The title without place, requisition number, gender marks and contract words."),
    "role_id": Column(pl.String, "The role that the title names; unknown where no alias fits.", nullable=True),
    "role_method": Column(
        pl.String,
        "How the role was found: exact (the whole title), phrase (a part) or similar (the nearest name).",
        nullable=True,
    ),
    "role_confidence": Column(
        pl.Float64, "How sure the role is: the share of such matches that were right when read.", "share", nullable=True
    ),
    "role_version": Column(pl.Int16, "Version of the role parser that made this value."),
    "role_title": Column(pl.String, "The role's name for people."),
    "role_family": Column(pl.String, "The family of sibling roles that the role belongs to."),
    "role_field": Column(pl.String, "The field of work that the family belongs to."),
    "soc_code": Column(pl.String, "The role's code in the US Standard Occupational Classification 2018."),
    "isco_code": Column(
        pl.String, "The role's unit group in the International Standard Classification of Occupations 2008."
    ),
    "esco_id": Column(
        pl.String, "The role's occupation in ESCO: the last part of its concept's address.", nullable=True
    ),
    "taxonomy": Column(pl.String, "The official classification: esco, isco, onet or soc."),
    "taxonomy_id": Column(pl.String, "Which edition of it, as it was added, and which version of the matching."),
    "workers": Column(
        pl.Int64,
        "Wage and salary workers in the occupation, nationwide, without the self-employed.",
        "workers",
        nullable=True,
    ),
    "wage_p50": Column(
        pl.Float64, "Median pay of those who work in the occupation, not of adverts.", "USD a year", nullable=True
    ),
    "wage_p10": Column(pl.Float64, "A tenth of them are paid less.", "USD a year", nullable=True),
    "wage_p25": Column(pl.Float64, "A quarter of them are paid less.", "USD a year", nullable=True),
    "wage_p75": Column(pl.Float64, "A quarter of them are paid more.", "USD a year", nullable=True),
    "wage_p90": Column(pl.Float64, "A tenth of them are paid more.", "USD a year", nullable=True),
    "wage_open_from": Column(
        pl.Int16,
        "The lowest of these percentiles that lies above what the publisher states.",
        "percentile",
        nullable=True,
    ),
    "wage_at_least": Column(
        pl.Float64, "What such a percentile is at least: the highest that is stated.", "USD a year", nullable=True
    ),
    "release": Column(pl.String, "The edition's name, as far as its files tell."),
    "licence": Column(pl.String, "The licence that its publisher gives it under."),
    "attribution": Column(pl.String, "How its publisher asks to be named."),
    "label_count": Column(pl.Int64, "Names of occupations in it.", "names"),
    "code": Column(pl.String, "The occupation's code; unknown where none is near enough.", nullable=True),
    "code_title": Column(pl.String, "The occupation's name there.", nullable=True),
    "code_method": Column(
        pl.String,
        "How the code was found: exact (a name of the occupation), role (by the role) or similar (the nearest name).",
        nullable=True,
    ),
    "code_confidence": Column(pl.Float64, "How sure it is.", "share", nullable=True),
    "seniority": Column(
        pl.String,
        "intern, junior, mid, senior, staff, principal, lead, manager, director or executive; unknown where nothing "
        "says it.",
        nullable=True,
    ),
    "seniority_source": Column(pl.String, "What says the seniority: field, title or text.", nullable=True),
    "seniority_version": Column(pl.Int16, "Version of the seniority parser that made this value."),
    # -- what is asked and offered --
    "years_min": Column(pl.Int16, "Fewest years of experience asked.", "years", nullable=True),
    "years_max": Column(pl.Int16, "Most years of experience named with it.", "years", nullable=True),
    "degree": Column(
        pl.String,
        "Lowest degree named: high_school, vocational, associate, bachelor, master (a JD or MD too) or doctorate.",
        nullable=True,
    ),
    "degree_need": Column(
        pl.String,
        "How the degree is asked: required, preferred, or_experience (experience counts instead) or not_required.",
        nullable=True,
    ),
    "visa": Column(
        pl.String, "Whether the employer sponsors a visa: offered, not_offered; unknown where not said.", nullable=True
    ),
    "has_on_call": Column(
        pl.Boolean, "Whether on-call duty is part of the work; unknown where not said.", nullable=True
    ),
    "is_people_manager": Column(
        pl.Boolean, "Whether the person manages people; unknown where not said.", nullable=True
    ),
    "reports_min": Column(pl.Int16, "Fewest people managed.", "people", nullable=True),
    "reports_max": Column(pl.Int16, "Most people managed.", "people", nullable=True),
    "terms_version": Column(pl.Int16, "Version of the parser of what is asked and offered."),
    "term_kind": Column(pl.String, "What kind of term: benefit or team (words on how the team is laid out)."),
    "term_id": Column(pl.String, "The benefit or team word."),
    "term_text": Column(pl.String, "The words that state it."),
    "skill_id": Column(pl.String, "The skill."),
    "skill_name": Column(pl.String, "The skill's name for people."),
    "skill_kind": Column(
        pl.String,
        "language, framework, library, tool, product, platform, database, cloud, protocol, standard, equipment, "
        "method, technique, knowledge, certification, licence, human_language or soft.",
    ),
    "skill_need": Column(
        pl.String, "required or preferred, by the section or sentence that names the skill; else mentioned."
    ),
    "is_asked": Column(
        pl.Boolean, "Whether the line requires or prefers the skill, and does not only mention it.", nullable=True
    ),
    "line_hash": Column(
        pl.UInt64, "Hash of the line that names the skill: lines that all of a board's postings share are no evidence."
    ),
    "skills_version": Column(pl.Int16, "Version of the skills parser that made this value."),
    # -- pay --
    "pay_text": Column(pl.String, "The words or figures the pay was read from.", nullable=True),
    "pay_min": Column(pl.Float64, "Lowest base pay stated.", "currency units a pay_period", nullable=True),
    "pay_max": Column(pl.Float64, "Highest base pay stated.", "currency units a pay_period", nullable=True),
    "pay_currency": Column(pl.String, "Currency of the pay, ISO 4217.", nullable=True),
    "pay_period": Column(
        pl.String,
        "hour, day, week, fortnight, four_weeks, half_month, month or year, after any correction.",
        nullable=True,
    ),
    "pay_min_annual": Column(pl.Float64, "Lowest base pay, annualised.", "currency units a year", nullable=True),
    "pay_max_annual": Column(pl.Float64, "Highest base pay, annualised.", "currency units a year", nullable=True),
    "pay_zone_count": Column(
        pl.Int16,
        "Number of base pay zones kept; minimum and maximum span those that share the first one's currency and period.",
        "zones",
    ),
    "pay_source": Column(pl.String, "structured (the platform's pay fields) or text (the description).", nullable=True),
    "pay_rule": Column(pl.String, "Id of the rule that read the pay and of its annual multiplier.", nullable=True),
    "pay_flag": Column(
        pl.String,
        "implausible (no annual pay), on_target (more than base pay), net (pay after tax), period_fixed, "
        "period_assumed, currency_assumed or wide_range; null is clean.",
        nullable=True,
    ),
    "pay_segment": Column(
        pl.String, "employee, or contractor (day rates and the like, never mixed with salaries).", nullable=True
    ),
    "zone_number": Column(pl.Int16, "The pay zone's position in the posting, from 1."),
    "zone_text": Column(pl.String, "What the source calls the zone: places, levels.", nullable=True),
    "rate_on": Column(pl.Date, "The day of the exchange rate."),
    "per_eur": Column(pl.Float64, "What one euro cost, by the European Central Bank.", "currency units a euro"),
    "pay_min_annual_eur": Column(
        pl.Float64, "pay_min_annual at the rate of the day first seen.", "euros a year", nullable=True
    ),
    "pay_max_annual_eur": Column(
        pl.Float64, "pay_max_annual at the rate of the day first seen.", "euros a year", nullable=True
    ),
    "pay_kind": Column(pl.String, "base, on_target (base with what targets bring) or total (all there is)."),
    "pay_version": Column(pl.Int16, "Version of the pay parser that made this value."),
    # -- place and terms --
    "location_text": Column(pl.String, "The primary place, in the source's words.", nullable=True),
    "country_code": Column(pl.String, "Country of the primary place, ISO 3166 alpha-2.", nullable=True),
    "region": Column(pl.String, "Region (state, province) of the primary place.", nullable=True),
    "city": Column(
        pl.String,
        "City of the primary place, in English spelling; in the source's words where no gazetteer has it.",
        nullable=True,
    ),
    "place_count": Column(pl.Int16, "Number of places the posting names.", "places"),
    "remote_scope": Column(
        pl.String,
        "Where a person who works remotely may live: country codes and groups (EU, EMEA, LATAM, APAC, NORAM, WORLD) "
        "joined by commas; unknown where not said.",
        nullable=True,
    ),
    "country_group": Column(pl.String, "A group of countries: EU, EEA, EMEA, LATAM, APAC, NORAM, DACH, WORLD ..."),
    "place_number": Column(pl.Int16, "The place's position in the posting, from 1 (the primary place)."),
    "place_version": Column(pl.Int16, "Version of the place parser that made this value."),
    "workplace": Column(pl.String, "remote, hybrid or on_site; unknown where nothing says it.", nullable=True),
    "workplace_source": Column(pl.String, "What says the workplace: field, title, location or text.", nullable=True),
    "workplace_version": Column(pl.Int16, "Version of the workplace parser that made this value."),
    "employment_type": Column(
        pl.String,
        "full_time, part_time, contract, temporary, internship or volunteer; unknown where nothing says it.",
        nullable=True,
    ),
    "employment_version": Column(pl.Int16, "Version of the employment parser that made this value."),
    # -- text --
    "description_text": Column(pl.String, "The description as plain text.", nullable=True),
    "text_hash": Column(pl.String, "Hash of the plain description, its key in core.posting_text.", nullable=True),
    "text_version": Column(pl.Int16, "Version of the text parser that made this value."),
    "posted_at": Column(TIMESTAMP, "When the source says the posting was published.", "UTC", nullable=True),
    "raw_hash": Column(pl.String, "Fingerprint of the source's record, its update time left out."),
    # -- history --
    "version_number": Column(
        pl.Int32, "Which version of the posting this is, from 1; a new one when title, text or pay change."
    ),
    "seen_from_at": Column(TIMESTAMP, "When this version was first seen.", "UTC"),
    "spell_number": Column(pl.Int32, "Which unbroken time online this is, from 1; a reopened posting starts another."),
    "first_seen_at": Column(
        TIMESTAMP, "When the posting was first seen (in this spell, where the row is a spell).", "UTC"
    ),
    "first_seen_on": Column(pl.Date, "The day of first_seen_at, in the person's time zone."),
    "last_seen_on": Column(pl.Date, "The last day on which the posting was seen."),
    "closed_on": Column(pl.Date, "The day of closed_at, in the person's time zone; unknown while open.", nullable=True),
    "over_on": Column(
        pl.Date, "The day of the posting's last closing, where it closed long ago; 9999-01-01 of all others."
    ),
    "last_seen_at": Column(TIMESTAMP, "When the posting was last seen.", "UTC"),
    "missing_since_at": Column(
        TIMESTAMP, "First complete fetch without the posting while its closing is held back.", "UTC", nullable=True
    ),
    "closed_at": Column(
        TIMESTAMP,
        "First complete fetch without the posting; unknown where none has come since it was seen.",
        "UTC",
        nullable=True,
    ),
    "is_open": Column(
        pl.Boolean,
        "Whether the posting is open: not closed by a complete fetch, and seen within the seven days before the last "
        "day of watching; of what was seen longer ago nobody knows.",
    ),
    "is_left_censored": Column(
        pl.Boolean, "Whether the posting was there on the board's first fetch, so that its true start is unknown."
    ),
    "reopened_count": Column(pl.Int32, "How often the posting came back after it had closed.", "times"),
    # -- observation of a board --
    "observed_on": Column(pl.Date, "The day of the observation, in the person's time zone."),
    "observed_at": Column(TIMESTAMP, "When the answer came.", "UTC"),
    "board_status": Column(pl.String, "How the fetch ended: complete, empty, incomplete, failed or unknown_board."),
    "status_reason": Column(pl.String, "Why the fetch did not end complete, in words.", nullable=True),
    "is_held": Column(
        pl.Boolean, "Whether closings are held back until the next complete fetch confirms a sudden drop."
    ),
    "postings_count": Column(pl.Int32, "Postings seen.", "postings"),
    "part_number": Column(pl.Int32, "Which part of the import the rows came in, from 0."),
    "records_count": Column(pl.Int32, "Rows that came.", "rows"),
    "repeated_count": Column(pl.Int32, "Rows whose posting was already seen that day.", "rows"),
    "quarantined_count": Column(pl.Int32, "Records that did not fit and went to the quarantine.", "records"),
    "new_count": Column(pl.Int32, "Postings seen for the first time.", "postings"),
    "reopened_postings": Column(pl.Int32, "Postings that came back after they had closed.", "postings"),
    "closed_count": Column(pl.Int32, "Postings closed by this observation.", "postings"),
    "run_id": Column(pl.String, "The run that collected the answer."),
    "http_status": Column(pl.Int32, "The HTTP status; unknown where no answer came.", nullable=True),
    "content_type": Column(pl.String, "The content type the server stated.", nullable=True),
    "etag": Column(pl.String, "The server's validator, sent back with the next request.", nullable=True),
    "last_modified": Column(
        pl.String, "The server's modification date, sent back with the next request.", nullable=True
    ),
    "response_hash": Column(pl.String, "SHA-256 of the body, its name in the archive.", nullable=True),
    "response_bytes": Column(pl.Int64, "Size of the body as decoded.", "bytes"),
    "page_number": Column(pl.Int32, "Which page of the board's answer this is, from 1."),
    "counted_in": Column(pl.Int32, "Records that the board's answer held.", "records"),
    "record_number": Column(pl.Int32, "The record's position in the board's answer, from 0."),
    "quarantine_reason": Column(pl.String, "Why the record did not fit, with the path of the field."),
    # -- the pipeline about itself --
    "started_at": Column(TIMESTAMP, "When the run started.", "UTC"),
    "finished_at": Column(TIMESTAMP, "When the run ended.", "UTC"),
    "boards_count": Column(pl.Int32, "Boards in the run.", "boards"),
    "check_name": Column(pl.String, "The quality check, named after its file."),
    "violation_count": Column(pl.Int64, "Rows that break the check; the right number is 0.", "rows"),
    "checked_at": Column(TIMESTAMP, "When the check ran.", "UTC"),
    # -- measures --
    "window_start": Column(pl.Date, "First day the row speaks of."),
    "window_end": Column(pl.Date, "Last day the row speaks of."),
    "n": Column(
        pl.Int64, "Sample size: how many postings the row's figures rest on (its sentence says where it differs)."
    ),
    "coverage": Column(
        pl.Float64, "Share of the whole that the figures rest on; each table says of what.", "share", nullable=True
    ),
    "panel_id": Column(pl.String, "Hash of the set of boards that the row rests on."),
    "method_version": Column(pl.Int16, "Version of the definition; rows with different versions do not compare."),
    "active_postings": Column(pl.Int64, "Postings open at the end of the window.", "postings"),
    "possible_copies": Column(
        pl.Int64, "Postings that may advertise the same vacancy and are not joined with it.", "postings"
    ),
    "required_postings": Column(pl.Int64, "Postings that require it, by section or sentence.", "postings"),
    "panel_active_postings": Column(
        pl.Int64, "Postings open at the end of the window at the boards watched since the first week.", "postings"
    ),
    "new_postings": Column(
        pl.Int64,
        "Postings first seen in the window, without those that a board's first fetch brought or that advertise anew "
        "what had closed.",
        "postings",
    ),
    "reposted_postings": Column(
        pl.Int64,
        "Postings that came back in the window, or are new in it and advertise a vacancy again that had been "
        "advertised "
        "before.",
        "postings",
    ),
    "closed_postings": Column(pl.Int64, "Postings closed in the window; a closing is not proof of a hire.", "postings"),
    "unique_employers": Column(pl.Int64, "Employers with at least one posting counted in the row.", "employers"),
    "week_start": Column(pl.Date, "The Monday that the week begins with."),
    "whole_answers": Column(pl.Int16, "Days of the week on which the board answered in full and was believed.", "days"),
    "first_whole_on": Column(pl.Date, "The first of these days."),
    "observed_postings": Column(
        pl.Int64, "Postings open at the week's end at boards that answered in full in the week.", "postings"
    ),
    "evergreen_postings": Column(
        pl.Int64,
        "Of the postings open at the week's end, those always up (core.evergreen) when it began or they came.",
        "postings",
    ),
    "same_new_postings": Column(
        pl.Int64,
        "Postings first seen in the week, at boards observed in it and the one before, without those that advertise "
        "anew what had closed.",
        "postings",
    ),
    "same_reopened_postings": Column(
        pl.Int64,
        "Postings that came back in the week, or were put up anew under another number, at boards observed in it and "
        "the one before.",
        "postings",
    ),
    "same_closed_postings": Column(
        pl.Int64, "Postings closed in the week, at boards observed in it and the one before.", "postings"
    ),
    "boards_entered_postings": Column(
        pl.Int64, "Postings open at the week's end at boards observed in it and not in the one before.", "postings"
    ),
    "boards_left_postings": Column(
        pl.Int64, "Postings open a week before at boards observed then and not in the week.", "postings"
    ),
    "matched_employers": Column(
        pl.Int64,
        "Employers with openings in the week at boards observed in it and the one before, without evergreen postings.",
        "employers",
    ),
    "matched_employers_before": Column(
        pl.Int64, "Employers with such openings in the week before, at the same boards.", "employers"
    ),
    "matched_before": Column(
        pl.Float64, "Openings on an average day of the week before, at the boards observed in both weeks.", "postings"
    ),
    "matched_after": Column(pl.Float64, "Openings on an average day of the week, at the same boards.", "postings"),
    "matched_evergreen_before": Column(
        pl.Float64, "The same for evergreen postings, which the other two leave out: in the week before.", "postings"
    ),
    "matched_evergreen_after": Column(pl.Float64, "The same for evergreen postings: in the week.", "postings"),
    "capped_before": Column(
        pl.Float64,
        "matched_before with no employer above a tenth of it: a larger one counts less. Unknown where fewer than ten "
        "employers had openings.",
        "postings",
        nullable=True,
    ),
    "capped_after": Column(
        pl.Float64, "matched_after with each employer counting as much as before.", "postings", nullable=True
    ),
    "compared_employers": Column(
        pl.Int64,
        "Employers with openings in the week or four weeks before, at boards observed in both; without evergreen "
        "postings.",
        "employers",
    ),
    "growing_employers": Column(
        pl.Float64,
        "Those of them with more openings than four weeks before, those with as many counting half.",
        "employers",
    ),
    "growing_share": Column(
        pl.Float64,
        "Share of compared_employers with more openings than four weeks before, those with as many counting half: 0.5 "
        "is as many growing as shrinking, whatever their size. Unknown below ten of them.",
        "share",
        nullable=True,
    ),
    "growing_low": Column(pl.Float64, "Lower end of its 95 % interval.", "share", nullable=True),
    "growing_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share", nullable=True),
    "from_role_id": Column(pl.String, "The role that the posting had; unknown where it had none.", nullable=True),
    "to_role_id": Column(pl.String, "The role that the posting has since; unknown where it has none.", nullable=True),
    "moved_on": Column(pl.Date, "The last observed day when the posting was read otherwise."),
    "move_reason": Column(pl.String, "parser (the same record, read by another version) or edited (by the employer)."),
    "touched_on": Column(pl.Date, "A day whose week's counts, and those of all later weeks, must be made anew."),
    "demand_index": Column(
        pl.Float64,
        "Openings against those of the week `index_base_on`, which is 100, chained over weeks at the same boards; "
        "without evergreen postings (core.evergreen). A posting that becomes one leaves as one that closes does; one "
        "whose age was never known, as it was up and undated when its board was first asked, leaves no trace. "
        "Unknown where `refusal` says so.",
        nullable=True,
    ),
    "demand_index_low": Column(
        pl.Float64,
        "Lower end of the 95 % interval of the change since `index_base_on`, as an index: of the role last followed, "
        "for the weeks since its index last began, but the first; unknown of other roles.",
        nullable=True,
    ),
    "demand_index_high": Column(pl.Float64, "Upper end of the same interval.", nullable=True),
    "demand_index_all": Column(pl.Float64, "The same with those postings.", nullable=True),
    "demand_index_capped": Column(
        pl.Float64,
        "demand_index with no employer above a tenth of a link's weight.",
        nullable=True,
    ),
    "index_base_on": Column(
        pl.Date,
        "The Monday of the week that is 100. The index begins anew after a week that cannot be compared with the one "
        "before, so only weeks of the same base can be compared.",
        nullable=True,
    ),
    "matched_postings": Column(
        pl.Float64,
        "Openings on an average day of the week at the boards observed in it and the one before.",
        "postings",
    ),
    "stock_counted_before": Column(
        pl.Int64,
        "What the week before was counted to end with before any of it was read anew: by the roles its postings had "
        "then.",
        "postings",
    ),
    "stock_before": Column(
        pl.Int64,
        "Postings open at the end of the week before, at boards observed in it, by the roles they have now: "
        "stock_counted_before and reclassified_postings together.",
        "postings",
    ),
    "stock_after": Column(pl.Int64, "Postings open at the end of the week, at boards observed in it.", "postings"),
    "reclassified_postings": Column(
        pl.Int64,
        "Postings of stock_before that came to the role during the week, less those that left it, by being read anew: "
        "by a better parser, or after an edit of the title. All weeks count each posting by the role that it has now, "
        "so that no reading looks like demand; these are by how much stock_before counts otherwise than it did then.",
        "postings",
    ),
    "balance": Column(
        pl.Int64, "Stock after, less stock before and all that came and went: the right number is 0.", "postings"
    ),
    "line_kind": Column(pl.String, "dial, verdict, or variation: another reasonable way of adding up."),
    "line_name": Column(
        pl.String, "Of a dial: tightness, growth, breadth or wages; of the verdict: score; else what is done otherwise."
    ),
    "value_low": Column(pl.Float64, "The lower end of its interval.", nullable=True),
    "value_high": Column(pl.Float64, "The upper end of its interval.", nullable=True),
    "verdict": Column(pl.String, "high, low or unclear; unknown where it cannot be told.", nullable=True),
    "top_share": Column(
        pl.Float64,
        "Share of the weightings that put the role in the top third of its siblings.",
        "share",
        nullable=True,
    ),
    "bottom_share": Column(
        pl.Float64, "Share of the weightings that put it in the bottom third.", "share", nullable=True
    ),
    "siblings_count": Column(
        pl.Int32, "Roles that it is ranked among, itself counted: for a score, those that have one.", "roles"
    ),
    "siblings_are": Column(pl.String, "Those roles: of its family, or of its whole field.", nullable=True),
    "series_name": Column(pl.String, "active (openings at the week's end) or new (postings first seen in the week)."),
    "horizon_weeks": Column(pl.Int16, "How far ahead.", "weeks"),
    "forecast_method": Column(
        pl.String, "damped_trend where that has missed by less than the last level alone, else naive; none if refused."
    ),
    "error_share": Column(
        pl.Float64, "Median miss of the damped trend so far, as a share of the outcome.", "share", nullable=True
    ),
    "naive_error_share": Column(pl.Float64, "The same for the last level alone.", "share", nullable=True),
    "covered_share": Column(
        pl.Float64, "Share of past ranges that held the outcome; four in five is meant.", "share", nullable=True
    ),
    "forecasts_count": Column(pl.Int32, "Past forecasts that the errors rest on.", "forecasts"),
    "nearer_count": Column(
        pl.Int32,
        "Of these, those in which the trend came nearer to the outcome than the last level did. Unknown of ranges that "
        "an earlier version of jobgauge kept.",
        "forecasts",
        nullable=True,
    ),
    "ranges_count": Column(pl.Int32, "Past ranges that the covered share rests on.", "ranges"),
    "boards_entered": Column(pl.Int64, "Boards observed in the week and not in the one before.", "boards"),
    "boards_left": Column(pl.Int64, "Boards observed in the week before and not in this one.", "boards"),
    "boards_observed": Column(
        pl.Int64,
        "Boards with a complete or empty fetch in the window; not one whose sudden loss of postings waits to be "
        "confirmed, as what it shows is not believed yet.",
        "boards",
    ),
    "boards_watched": Column(pl.Int64, "Boards asked in the window or before it.", "boards"),
    "pay_p25": Column(
        pl.Float64, "Lower quartile of the mid-points of annual pay ranges.", "currency units a year", nullable=True
    ),
    "pay_p50": Column(
        pl.Float64, "Median of the mid-points of annual pay ranges.", "currency units a year", nullable=True
    ),
    "pay_p75": Column(
        pl.Float64, "Upper quartile of the mid-points of annual pay ranges.", "currency units a year", nullable=True
    ),
    "pay_min_p50": Column(
        pl.Float64,
        "Median of the range minimums: the lowest the true median can be.",
        "currency units a year",
        nullable=True,
    ),
    "pay_max_p50": Column(
        pl.Float64,
        "Median of the range maximums: the highest the true median can be.",
        "currency units a year",
        nullable=True,
    ),
    "pay_p10": Column(
        pl.Float64, "Lowest tenth of the mid-points of annual pay ranges.", "currency units a year", nullable=True
    ),
    "pay_p90": Column(
        pl.Float64, "Highest tenth of the mid-points of annual pay ranges.", "currency units a year", nullable=True
    ),
    "pay_p50_low": Column(
        pl.Float64, "Lower end of the 95 % interval of the median.", "currency units a year", nullable=True
    ),
    "pay_p50_high": Column(
        pl.Float64, "Upper end of the 95 % interval of the median.", "currency units a year", nullable=True
    ),
    "pay_p10_low": Column(
        pl.Float64, "Lower end of the 95 % interval of the lowest tenth.", "currency units a year", nullable=True
    ),
    "pay_p10_high": Column(
        pl.Float64, "Upper end of the 95 % interval of the lowest tenth.", "currency units a year", nullable=True
    ),
    "pay_p25_low": Column(
        pl.Float64, "Lower end of the 95 % interval of the lower quartile.", "currency units a year", nullable=True
    ),
    "pay_p25_high": Column(
        pl.Float64, "Upper end of the 95 % interval of the lower quartile.", "currency units a year", nullable=True
    ),
    "pay_p75_low": Column(
        pl.Float64, "Lower end of the 95 % interval of the upper quartile.", "currency units a year", nullable=True
    ),
    "pay_p75_high": Column(
        pl.Float64, "Upper end of the 95 % interval of the upper quartile.", "currency units a year", nullable=True
    ),
    "pay_p90_low": Column(
        pl.Float64, "Lower end of the 95 % interval of the highest tenth.", "currency units a year", nullable=True
    ),
    "pay_p90_high": Column(
        pl.Float64, "Upper end of the 95 % interval of the highest tenth.", "currency units a year", nullable=True
    ),
    "pay_worst_p50": Column(
        pl.Float64,
        "The lowest that the median can be if all adverts that hide their pay were to pay less.",
        "currency units a year",
        nullable=True,
    ),
    "pay_best_p50": Column(
        pl.Float64,
        "The highest that it can be if all of them were to pay more.",
        "currency units a year",
        nullable=True,
    ),
    "pay_estimator": Column(
        pl.String,
        "How the quantiles are made: harrell_davis (below 100 mid-points) or type_7 (interpolated).",
        nullable=True,
    ),
    "effective_n": Column(
        pl.Float64,
        "How many independent vacancies of equal weight would tell as much.",
        "vacancies",
        nullable=True,
    ),
    "measure": Column(pl.String, "What the figure is of, such as pay_p50 or life_p50."),
    "value": Column(pl.Float64, "The figure; unknown below the smallest sample.", nullable=True),
    "low": Column(pl.Float64, "Lower end of its interval or bounds.", nullable=True),
    "high": Column(pl.Float64, "Upper end of its interval or bounds.", nullable=True),
    "estimator": Column(pl.String, "The method that made the figure, which tells apart figures of one name."),
    "refusal": Column(pl.String, "Why there is no figure, in a sentence.", nullable=True),
    # -- trends --
    "level": Column(
        pl.Float64,
        "The series in the last week: openings as an index that is 100 in the first; new postings a week, as if all "
        "boards that answered in the last week had been watched all along.",
        nullable=True,
    ),
    "weekly_growth": Column(
        pl.Float64, "Growth a week (0.01 is 1 %), by Sen's slope of the logarithms.", "share", nullable=True
    ),
    "weekly_growth_low": Column(
        pl.Float64,
        "Lower end of its 95 % interval, which knows that weeks resemble the weeks before (Hamed and Rao).",
        "share",
        nullable=True,
    ),
    "weekly_growth_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share", nullable=True),
    "growth_p_value": Column(
        pl.Float64, "How often chance alone would give such a trend or a steeper one.", "share", nullable=True
    ),
    "gap_to_field": Column(
        pl.Float64,
        "Growth a week of the ratio to the role's whole field, itself included; unknown below 26 weeks.",
        "share",
        nullable=True,
    ),
    "gap_to_field_low": Column(pl.Float64, "Lower end of its 95 % interval.", "share", nullable=True),
    "gap_to_field_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share", nullable=True),
    "gap_p_value": Column(
        pl.Float64,
        "How often chance alone would give such a trend of the ratio or a steeper one.",
        "share",
        nullable=True,
    ),
    "is_seasonally_adjusted": Column(
        pl.Boolean, "Whether the yearly season was taken out before: only with two full years."
    ),
    "trend_method": Column(pl.String, "level (no trend is told), theil_sen, or stl_theil_sen (without the season)."),
    "break_week": Column(pl.Date, "The Monday of the first week after the break."),
    "mean_before": Column(
        pl.Float64,
        "Geometric mean before it, back to the break before: of active the growth a week (0.01 is 1 %), of new the "
        "postings a week.",
    ),
    "mean_after": Column(pl.Float64, "The same from it on, up to the next break."),
    "is_artefact": Column(pl.Boolean, "Whether our own collecting or reading may have made it."),
    "artefact_reason": Column(pl.String, "What of ours, in a sentence.", nullable=True),
    "hhi": Column(
        pl.Float64,
        "Herfindahl-Hirschman index of the openings' shares by employer, from 0 to 10,000 (one employer), corrected "
        "for few openings that come in bursts.",
        nullable=True,
    ),
    "hhi_low": Column(pl.Float64, "Lower end of its 95 % interval; unknown below sixteen weeks.", nullable=True),
    "hhi_high": Column(pl.Float64, "Upper end of its 95 % interval.", nullable=True),
    "effective_employers_low": Column(
        pl.Float64, "Lower end of the 95 % interval of the effective employers.", "employers", nullable=True
    ),
    "effective_employers_high": Column(
        pl.Float64, "Upper end of it; unknown where there is none.", "employers", nullable=True
    ),
    "active_vacancies": Column(pl.Int64, "Vacancies that these adverts stand for, each counted once.", "vacancies"),
    "posting_intensity": Column(
        pl.Float64,
        "Adverts for each vacancy: 1 where each is advertised once. It tells how employers advertise, not how much "
        "they want.",
        nullable=True,
    ),
    "posting_intensity_low": Column(
        pl.Float64, "Lower end of its 95 % interval, which knows that an employer's adverts are alike.", nullable=True
    ),
    "posting_intensity_high": Column(pl.Float64, "Upper end of its 95 % interval.", nullable=True),
    "occupation_vacancies": Column(
        pl.Int64,
        "Vacancies of all roles of the occupation; unknown where its employment is.",
        "vacancies",
        nullable=True,
    ),
    "occupation_employers": Column(
        pl.Int64,
        "Employers that have them; unknown where its employment is.",
        "employers",
        nullable=True,
    ),
    "relative_density": Column(
        pl.Float64,
        "Location quotient: the occupation's share of the vacancies over its share of the workers. Never a level, as "
        "the employers watched are not all employers: only its order among related roles says something.",
        nullable=True,
    ),
    "relative_density_low": Column(
        pl.Float64, "Lower end of its 95 % interval, which knows that an employer's vacancies are alike.", nullable=True
    ),
    "relative_density_high": Column(pl.Float64, "Upper end of its 95 % interval.", nullable=True),
    "density_rank": Column(
        pl.Int64,
        "The place of the role's occupation by it among those of its family that have it; 1 is the densest. None where "
        "it is the only one.",
        nullable=True,
    ),
    "density_siblings": Column(pl.Int64, "How many occupations of the family have it.", "occupations"),
    "density_refusal": Column(pl.String, "Why there is no relative density, in a sentence.", nullable=True),
    "new_per_week": Column(pl.Float64, "New postings a week.", "postings", nullable=True),
    "new_per_week_low": Column(
        pl.Float64,
        "Lower end of the 95 % interval of the rate of these very employers as they hired in these weeks (a hiring "
        "drive that lasts all of them is taken for it): Garwood's, of as many independent arrivals as these count that "
        "come in bursts.",
        "postings",
        nullable=True,
    ),
    "new_per_week_high": Column(pl.Float64, "Upper end of its 95 % interval.", "postings", nullable=True),
    "new_ratio": Column(
        pl.Float64,
        "New postings of the four weeks over those of the four before, at boards that answered before and after both.",
        nullable=True,
    ),
    "new_ratio_low": Column(
        pl.Float64,
        "Lower end of its 95 % interval: the wider of the score interval and of the one over employers.",
        nullable=True,
    ),
    "new_ratio_high": Column(pl.Float64, "Upper end of its 95 % interval.", nullable=True),
    "ratio_refusal": Column(pl.String, "Why there is no ratio, in a sentence.", nullable=True),
    "is_outlier": Column(
        pl.Boolean,
        "Whether the middle of the range lies more than 3.5 robust standard deviations from the median of the open "
        "postings of role and currency, in logarithms (Iglewicz and Hoaglin); with ten or more only. It counts all the "
        "same.",
    ),
    "pay_outliers": Column(
        pl.Int64,
        "How many of the vacancies with a mid-point lie so far off in logarithms that they are called outliers "
        "(modified z above 3.5); none is left out.",
        "vacancies",
        nullable=True,
    ),
    "months_apart": Column(pl.Int16, "How far apart the two windows are: 3 (91 days) or 12 (364 days).", "months"),
    "pay_change": Column(
        pl.Float64,
        "Median change of posted pay of the same employer, title and country (0.01 is 1 %), in money, at one day's "
        "exchange rates.",
        "share",
        nullable=True,
    ),
    "pay_change_low": Column(
        pl.Float64,
        "Lower end of its 95 % interval, which knows that an employer's titles are alike.",
        "share",
        nullable=True,
    ),
    "pay_change_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share", nullable=True),
    "real_change": Column(
        pl.Float64,
        "The same in what money buys: less the change of the country's consumer prices; unknown where the person has "
        "not added them (`jobgauge reference add cpi FILE`), or they end more than three months ago.",
        "share",
        nullable=True,
    ),
    "real_change_low": Column(pl.Float64, "Lower end of its 95 % interval.", "share", nullable=True),
    "real_change_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share", nullable=True),
    "real_cells": Column(pl.Int64, "Titles of an employer in a country whose consumer prices are known.", "titles"),
    "real_refusal": Column(pl.String, "Why there is no real change, in a sentence.", nullable=True),
    "price_index": Column(pl.Float64, "The country's consumer prices of all goods, as an index on any base."),
    "price_source": Column(pl.String, "Who published them, as far as the file tells."),
    "asking_postings": Column(pl.Int64, "Postings of the sample that name the skill.", "postings"),
    "method_name": Column(pl.String, "What changed: the parser of role or employer."),
    "changed_on": Column(pl.Date, "The first observed day that was read with the new version."),
    "version_before": Column(pl.Int16, "The version before."),
    "version_after": Column(pl.Int16, "The version since."),
    "life_p50": Column(
        pl.Float64,
        "Median age in days at which adverts disappear, which is not proof that somebody was hired.",
        "days",
        nullable=True,
    ),
    "life_p50_low": Column(pl.Float64, "Lower end of its 95 % interval.", "days", nullable=True),
    "life_p50_high": Column(
        pl.Float64, "Upper end of its 95 % interval; unknown where that was never seen.", "days", nullable=True
    ),
    "open_share_14": Column(pl.Float64, "Share of adverts still open past 14 days.", "share", nullable=True),
    "open_share_14_low": Column(pl.Float64, "Lower end of its 95 % interval.", "share", nullable=True),
    "open_share_14_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share", nullable=True),
    "open_share_30": Column(pl.Float64, "Share of adverts still open past 30 days.", "share", nullable=True),
    "open_share_30_low": Column(pl.Float64, "Lower end of its 95 % interval.", "share", nullable=True),
    "open_share_30_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share", nullable=True),
    "open_share_60": Column(pl.Float64, "Share of adverts still open past 60 days.", "share", nullable=True),
    "open_share_60_low": Column(pl.Float64, "Lower end of its 95 % interval.", "share", nullable=True),
    "open_share_60_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share", nullable=True),
    "life_mean_60": Column(
        pl.Float64, "Days that an advert is open within its first sixty, on average.", "days", nullable=True
    ),
    "life_mean_60_low": Column(pl.Float64, "Lower end of its 95 % interval.", "days", nullable=True),
    "life_mean_60_high": Column(pl.Float64, "Upper end of its 95 % interval.", "days", nullable=True),
    "days_beyond_family": Column(
        pl.Float64,
        "How many days longer an advert is up in its first sixty than those of the other roles of its family.",
        "days",
        nullable=True,
    ),
    "days_beyond_family_low": Column(
        pl.Float64, "Lower end of its 95 % interval, over employers.", "days", nullable=True
    ),
    "days_beyond_family_high": Column(pl.Float64, "Upper end of its 95 % interval.", "days", nullable=True),
    "log_rank_chi_square": Column(
        pl.Float64, "The log-rank test of the role against them, over the first sixty days.", nullable=True
    ),
    "log_rank_p_value": Column(
        pl.Float64,
        "How often chance alone would set them so far apart, were adverts independent; those of one employer are "
        "alike, so the interval is to be believed before it.",
        "share",
        nullable=True,
    ),
    "family_refusal": Column(pl.String, "Why the role is not compared with its family, in a sentence.", nullable=True),
    "age_week": Column(pl.Int16, "The week of an advert's age: 0 is its first seven days.", "weeks"),
    "hazard": Column(
        pl.Float64,
        "Share of the adverts open when the week of age began that were gone by its end.",
        "share",
        nullable=True,
    ),
    "hazard_low": Column(
        pl.Float64,
        "Lower end of its 95 % interval, which knows that an employer's adverts are alike.",
        "share",
        nullable=True,
    ),
    "hazard_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share", nullable=True),
    "life_completed_p95": Column(
        pl.Float64, "The age that 95 % of the adverts that closed did not exceed.", "days", nullable=True
    ),
    "completed_days": Column(
        pl.Float64,
        "Mean days that the adverts which closed were up. Not how long adverts last: those that outlast the watch are "
        "left out, so it may be too short; where fewer are posted than before, those that close are old and it is too "
        "long.",
        "days",
        nullable=True,
    ),
    "completed_days_low": Column(
        pl.Float64,
        "Lower end of its 95 % interval, which knows that an employer's adverts are alike.",
        "days",
        nullable=True,
    ),
    "completed_days_high": Column(pl.Float64, "Upper end of its 95 % interval.", "days", nullable=True),
    "completed_refusal": Column(pl.String, "Why there is no such mean, in a sentence.", nullable=True),
    "days_so_far": Column(
        pl.Float64,
        "Mean days that the adverts still open have been up. Not how long adverts last: long ones are met more often, "
        "and these go on.",
        "days",
        nullable=True,
    ),
    "days_so_far_low": Column(
        pl.Float64,
        "Lower end of its 95 % interval, which knows that an employer's adverts are alike.",
        "days",
        nullable=True,
    ),
    "days_so_far_high": Column(pl.Float64, "Upper end of its 95 % interval.", "days", nullable=True),
    "so_far_refusal": Column(pl.String, "Why there is no mean of the open ones, in a sentence.", nullable=True),
    "open_adverts": Column(pl.Int64, "Adverts still open when last seen, whose age is known.", "adverts"),
    "closings": Column(pl.Int64, "Adverts that were seen to disappear.", "adverts"),
    "at_risk_30": Column(pl.Int64, "Adverts under observation at the age of 30 days.", "adverts"),
    "gap_share": Column(
        pl.Float64, "Share of adverts of whose disappearance the day is known to three days or more only.", "share"
    ),
    "unknown_age_adverts": Column(
        pl.Int64, "Adverts left out, as they were up before their board was watched and bear no believable date."
    ),
    "life_estimator": Column(
        pl.String,
        "How the figures are made: kaplan_meier, or turnbull where gap_share is above 5 %.",
        nullable=True,
    ),
    "age_days": Column(pl.Float64, "Days since the advert was posted, or first seen where that is not known.", "days"),
    "evergreen_reason": Column(pl.String, "Why the advert is taken to be always up, whoever was hired."),
    "evergreen_on": Column(pl.Date, "The first day on which that holds; it is kept, whatever becomes of the advert."),
    "is_evergreen": Column(pl.Boolean, "Whether it is."),
    "refreshed_on": Column(pl.Date, "The observed day on which the board first gave a later day of posting."),
    "posted_before_on": Column(pl.Date, "The day of posting that it gave until then."),
    "stale_after_days": Column(
        pl.Float64, "The age that 95 % of the role's adverts that closed did not exceed.", "days", nullable=True
    ),
    "is_stale": Column(pl.Boolean, "Whether the advert is older than that."),
    "mark": Column(pl.String, "What of the figures the mark is for."),
    "mark_value": Column(pl.String, "What they were made from; where it differs, they are made anew."),
    "counted_on": Column(pl.Date, "The last observed day when it was counted."),
    "is_current": Column(pl.Boolean, "Whether it was counted last; else it was so when that day was published."),
    "duplicate_postings": Column(pl.Int64, "Open postings that are copies of another's vacancy.", "postings"),
    "unclassified_postings": Column(pl.Int64, "Open postings without a known role.", "postings"),
    "pay_known_postings": Column(pl.Int64, "Open postings with a known annual pay.", "postings"),
    "month": Column(pl.Date, "The first day of the month."),
    "month_end": Column(pl.Date, "Its last day, or the last observed one."),
    "vacancies": Column(pl.Int64, "Vacancies open on some day of the month.", "vacancies"),
    "described_vacancies": Column(pl.Int64, "Of them those with a description.", "vacancies"),
    "effective_employers": Column(
        pl.Float64, "As how many employers of equal size those of these vacancies count.", "employers"
    ),
    "undecided_vacancies": Column(
        pl.Float64,
        "Vacancies of one more employer of which it is open what they ask, added to find how unsure a share is; at "
        "most a fiftieth.",
        "vacancies",
    ),
    "undecided_postings": Column(
        pl.Float64,
        "Postings of one more employer of which it is open what they have, added to find how unsure a share is; at "
        "most a fiftieth.",
        "postings",
    ),
    "is_described": Column(pl.Boolean, "Whether postings with a description alone are counted."),
    "limit_errors": Column(
        pl.Float64,
        "How many standard errors the limits of a share lie from it, by Student's distribution on effective employers; "
        "unknown below five.",
        nullable=True,
    ),
    "sizes_squared": Column(
        pl.Float64, "Sum over employers of (its vacancies, or postings / those of all others) squared."
    ),
    "counts_squared": Column(
        pl.Float64, "Sum over employers of (its vacancies that name it / all vacancies of all others) squared."
    ),
    "counts_by_sizes": Column(
        pl.Float64, "Sum over employers of the product of the two: of what is squared in the other sums."
    ),
    "asking_vacancies": Column(pl.Int64, "Vacancies that name the skill.", "vacancies"),
    "asking_employers": Column(pl.Int64, "Employers with such a vacancy.", "employers"),
    "share_low": Column(
        pl.Float64,
        "Lower end of the share's 95 % interval; unknown below five effective employers.",
        "share",
        nullable=True,
    ),
    "share_high": Column(
        pl.Float64,
        "Upper end of the share's 95 % interval; unknown below five effective employers.",
        "share",
        nullable=True,
    ),
    "share_before": Column(pl.Float64, "Share of the described vacancies in the earlier window.", "share"),
    "share_now": Column(pl.Float64, "Share of the described vacancies in the later window.", "share"),
    "change": Column(pl.Float64, "The later share less the earlier one.", "share"),
    "change_low": Column(pl.Float64, "Lower end of its 95 % interval.", "share"),
    "change_high": Column(pl.Float64, "Upper end of its 95 % interval.", "share"),
    "p_value": Column(pl.Float64, "How often chance alone would give such a change or a larger one.", "share"),
    "q_value": Column(
        pl.Float64,
        "Of the changes up to this p-value, the share expected to be chance (Benjamini and Hochberg, over all skills "
        "tested).",
        "share",
    ),
    "is_news": Column(
        pl.Boolean,
        "Whether q_value is at most 0.1, the interval leaves out 0, and the change is two points or a quarter "
        "at least.",
    ),
    "skills_tested": Column(pl.Int64, "How many of the role's skills were tested.", "skills"),
    "vacancies_before": Column(pl.Int64, "Described vacancies in the earlier window.", "vacancies"),
    "before_start": Column(pl.Date, "First day of the earlier window."),
    "before_end": Column(pl.Date, "Last day of the earlier window."),
    "mix_kind": Column(pl.String, "What is divided up: seniority, workplace or employment_type."),
    "mix_value": Column(pl.String, "The value; unknown where nothing says it."),
    "share": Column(
        pl.Float64, "Share of the role's open postings; of a skill or term, of those with a description.", "share"
    ),
    "age_days_p50": Column(
        pl.Float64, "Median age of the open postings since they were first seen.", "days", nullable=True
    ),
    "last_observed_at": Column(TIMESTAMP, "When the board was last asked.", "UTC"),
    "last_complete_at": Column(TIMESTAMP, "When the board last answered in full.", "UTC", nullable=True),
    "failed_count": Column(
        pl.Int64, "Fetches in the last 28 days that ended failed, incomplete or unknown_board.", "fetches"
    ),
    "role_known_share": Column(pl.Float64, "Share of open postings whose role is known.", "share", nullable=True),
    "pay_known_share": Column(pl.Float64, "Share of open postings with annual pay.", "share", nullable=True),
    "country_known_share": Column(pl.Float64, "Share of open postings whose country is known.", "share", nullable=True),
    "workplace_known_share": Column(
        pl.Float64, "Share of open postings whose workplace is known.", "share", nullable=True
    ),
    "seniority_known_share": Column(
        pl.Float64, "Share of open postings whose seniority is known.", "share", nullable=True
    ),
    "quarantined_share": Column(
        pl.Float64, "Share of the records of the last observations that went to the quarantine.", "share", nullable=True
    ),
    # -- the same vacancy seen twice --
    "band_hashes": Column(
        pl.List(pl.UInt32), "Hashes of the bands of the text's MinHash: texts with one in common may be alike."
    ),
    "signature_version": Column(pl.Int16, "Version of the signatures; those of different versions do not compare."),
    "posting_hash": Column(pl.UInt64, "Hash of the id of the posting, by which it is found among millions."),
    "blocks": Column(
        pl.List(pl.Struct({"block_kind": pl.String, "block_hash": pl.UInt64})),
        "What the posting shares with others exactly: opening (number), url, title (and place), text (and title) or "
        "role.",
    ),
    "brand": Column(pl.String, "The employer's name without the endings that others leave out."),
    "address": Column(
        pl.String,
        "The address of the posting without what only tracks; none where it is no posting's own.",
        nullable=True,
    ),
    "title_words": Column(pl.String, "The words of the title that matter, sorted, without those of place."),
    "written_words": Column(pl.List(pl.String), "The words of the title as written that matter, sorted."),
    "place_keys": Column(pl.List(pl.String), "The places of the posting, as they are compared."),
    "place_words": Column(pl.List(pl.String), "The words that name the places of the posting."),
    "places_hash": Column(pl.UInt64, "Hash of the places of the posting, in any order.", nullable=True),
    "titled_seniority": Column(
        pl.String, "The seniority that the title or the source names, not the text.", nullable=True
    ),
    "gone_at": Column(
        TIMESTAMP, "When the posting was last seen where it has closed; in the year 9999 where it is open.", "UTC"
    ),
    "other_id": Column(pl.String, "The other posting of the pair, the one that opened first."),
    "match_kind": Column(
        pl.String,
        "same (one vacancy seen twice), places (one vacancy advertised in several places), repost (advertised again), "
        "possible (perhaps another seat, or one text under two titles) or possible_copy (of another employer's name).",
    ),
    "match_evidence": Column(
        pl.String, "What the match rests on: requisition, url, copy (title and work equal), text or title."
    ),
    "title_score": Column(pl.Float64, "How alike the titles are as sets of words, 0 to 100."),
    "text_jaccard": Column(
        pl.Float64, "Five-word sequences on the work that both texts hold, of those of either.", "share", nullable=True
    ),
    "text_overlap": Column(
        pl.Float64, "Five-word sequences on the work that both texts hold, of the shorter's.", "share", nullable=True
    ),
    "match_version": Column(pl.Int16, "Version of the rules that made the match."),
    "vacancy_id": Column(pl.String, "The vacancy: the first of its postings, the employer's own before an agency's."),
    "series_id": Column(
        pl.String, "The vacancy with all its reposts; seats of one title and place that were put up again share one."
    ),
    "is_repost": Column(
        pl.Boolean, "Whether the posting opened after another of its series had closed.", nullable=True
    ),
    "seat_number": Column(
        pl.Int16, "Which of the employer's postings of one title and the same places, open at once, this is, from 1."
    ),
    "are_values_same": Column(pl.Boolean, "Whether all that changed is when the posting was online."),
    "matched_hash": Column(pl.UInt64, "Hash of what the posting was matched by; where it differs, it is matched anew."),
}


def said_columns(name: str) -> list[str]:
    """The columns of a table that a posting's values fill: all but what tells where its rows lie."""
    return [column for column in TABLES[name].columns if column != "over_on"]


def frame_schema(names: list[str]) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The Polars schema of a frame with the columns `names`."""
    return {name: COLUMNS[name].dtype for name in names}


PLACE = pl.Struct({"location_text": pl.String, "country_code": pl.String, "region": pl.String, "city": pl.String})

ZONE = pl.Struct(
    {
        "zone_text": pl.String,
        "pay_kind": pl.String,
        "pay_min": pl.Float64,
        "pay_max": pl.Float64,
        "pay_currency": pl.String,
        "pay_period": pl.String,
        "pay_min_annual": pl.Float64,
        "pay_max_annual": pl.Float64,
        "pay_rule": pl.String,
        "pay_flag": pl.String,
    }
)
TERM = pl.Struct({"term_kind": pl.String, "term_id": pl.String, "term_text": pl.String})
SKILL = pl.Struct({"skill_id": pl.String, "skill_need": pl.String, "line_hash": pl.UInt64})

# What each value parser returns, one row for each row it was given, in the same order.
TEXT = ["description_text", "text_hash", "text_version"]
EMPLOYER = ["employer_key", "is_agency", "employer_version"]
ROLE = ["title_clean", "role_id", "role_method", "role_confidence", "role_version"]
SENIORITY = ["seniority", "seniority_source", "seniority_version"]
PLACES = [
    "location_text",
    "country_code",
    "region",
    "city",
    "place_count",
    "remote_scope",
    "place_version",
]  # and `places`: List(PLACE)
WORKPLACE = ["workplace", "workplace_source", "workplace_version"]
EMPLOYMENT = ["employment_type", "employment_version"]
ASKED = [
    "years_min",
    "years_max",
    "degree",
    "degree_need",
    "visa",
    "has_on_call",
    "is_people_manager",
    "reports_min",
    "reports_max",
    "terms_version",
]  # and `terms`: List(TERM)
SKILLS = ["skills_version"]  # and `skills`: List(SKILL)
PAY = [
    "pay_text",
    "pay_min",
    "pay_max",
    "pay_currency",
    "pay_period",
    "pay_min_annual",
    "pay_max_annual",
    "pay_zone_count",
    "pay_source",
    "pay_rule",
    "pay_flag",
    "pay_segment",
    "pay_version",
]  # and `pay_zones`: List(ZONE)

TERMS = [*EMPLOYER, *ROLE, *SENIORITY, *PAY, *PLACES, *WORKPLACE, *EMPLOYMENT, *ASKED, *SKILLS]

POSTING = [
    "posting_id",
    "board_id",
    "platform",
    "source_posting_id",
    "source_group_id",
    "requisition_code",
    "employer",
    "title",
    "url",
    "department",
    "team",
    "language_code",
    *TERMS,
    "text_hash",
    "text_version",
    "posted_at",
    "raw_hash",
]
"""What `transform.postings` makes of one posting; `core.posting` is this, `version_number` and `over_on`."""


OBSERVATION = [
    "board_id",
    "platform",
    "board_key",
    "employer",
    "employer_country",
    "industry",
    "observed_on",
    "observed_at",
    "board_status",
    "status_reason",
    "run_id",
    "counted_in",
]
SEEN = ["board_id", "posting_id"]


class Values(NamedTuple):
    """What today's parsers make of some postings: `postings` (POSTING) and a frame for each table beside it.

    `places` (core.posting_place), `zones` (core.posting_pay), `skills` (core.posting_skill), `terms`
    (core.posting_term), `texts` (core.posting_text).
    """

    postings: pl.DataFrame
    places: pl.DataFrame
    zones: pl.DataFrame
    skills: pl.DataFrame
    terms: pl.DataFrame
    texts: pl.DataFrame


class Batch(NamedTuple):
    """What `transform.postings` hands to the warehouse: some boards, each observed once.

    `observations` (OBSERVATION), `responses` (raw.response), `seen` (SEEN: every posting of the answers, changed or
    not), `values` (only of the new and the changed), `quarantine` (raw.quarantine). For each board counted_in = rows
    in `seen` + in `quarantine`.
    """

    observations: pl.DataFrame
    responses: pl.DataFrame
    seen: pl.DataFrame
    values: Values
    quarantine: pl.DataFrame


class Table(NamedTuple):
    """One table or view: a sentence, its columns in order, and which of them may be unknown here alone."""

    sentence: str
    columns: list[str]
    also_nullable: tuple[str, ...] = ()


MEASURED = ["window_start", "window_end", "n", "coverage", "panel_id", "method_version"]
"""What every mart row carries beside its figures."""
TREND = [
    "series_name",
    "level",
    "weekly_growth",
    "weekly_growth_low",
    "weekly_growth_high",
    "growth_p_value",
    "gap_to_field",
    "gap_to_field_low",
    "gap_to_field_high",
    "gap_p_value",
    "is_seasonally_adjusted",
    "trend_method",
    "refusal",
]
"""What a row on a trend says."""
PAY_FIGURES = [
    "pay_p10",
    "pay_p10_low",
    "pay_p10_high",
    "pay_p25",
    "pay_p25_low",
    "pay_p25_high",
    "pay_p50",
    "pay_p50_low",
    "pay_p50_high",
    "pay_p75",
    "pay_p75_low",
    "pay_p75_high",
    "pay_p90",
    "pay_p90_low",
    "pay_p90_high",
    "pay_min_p50",
    "pay_max_p50",
    "pay_worst_p50",
    "pay_best_p50",
    "pay_estimator",
    "effective_n",
    "refusal",
]
"""What a row on pay says."""
SKILL_CHANGE = [
    "share_before",
    "share_now",
    "change",
    "change_low",
    "change_high",
    "p_value",
    "q_value",
    "is_news",
    "skills_tested",
    "vacancies_before",
    "before_start",
    "before_end",
    "unique_employers",
    *MEASURED,
]
"""What a row on the change of a skill's share says."""

TABLES: dict[str, Table] = {
    "raw.response": Table(
        "Every answer that a board's observation of a day rests on; the bodies are in the archive.",
        [
            "board_id",
            "observed_on",
            "observed_at",
            "page_number",
            "url",
            "http_status",
            "content_type",
            "etag",
            "last_modified",
            "response_hash",
            "response_bytes",
            "run_id",
        ],
    ),
    "raw.quarantine": Table(
        "Records that did not fit, with the reason; counted in = loaded + quarantined, for each board and day.",
        ["board_id", "observed_on", "record_number", "source_posting_id", "quarantine_reason"],
        also_nullable=("source_posting_id",),
    ),
    "raw.import_day": Table(
        "The rows of an imported file by board and day, of samples and of what names no board or day: rows in = "
        "postings + repeated + quarantined.",
        [
            "board_id",
            "observed_on",
            "run_id",
            "part_number",
            "records_count",
            "postings_count",
            "repeated_count",
            "quarantined_count",
        ],
    ),
    "core.board": Table(
        "One employer's board, or one site of an imported sample.",
        ["board_id", "platform", "board_key", "employer", "employer_country", "industry", "source_kind"],
    ),
    "core.role": Table(
        "The roles that titles are matched to.",
        ["role_id", "role_title", "role_family", "role_field", "soc_code", "isco_code", "esco_id"],
    ),
    "core.posting": Table("One posting as it was last seen.", [*POSTING, "version_number", "over_on"]),
    "core.sample_posting": Table(
        "One posting of an imported sample as it was last seen. It never closes, and no figure on demand rests on it.",
        [*POSTING, "first_seen_on", "last_seen_on"],
    ),
    "core.sample_sighting": Table(
        "One posting of an imported sample seen on one day.", ["observed_on", "board_id", "posting_id"]
    ),
    "core.posting_place": Table(
        "One place of a posting.",
        ["posting_id", "place_number", "location_text", "country_code", "region", "city", "over_on"],
    ),
    "core.country_group": Table(
        "One country of a group of countries, such as EMEA.", ["country_group", "country_code"]
    ),
    "core.taxonomy": Table(
        "The official classifications that were added.",
        ["taxonomy", "taxonomy_id", "release", "label_count", "licence", "attribution"],
    ),
    "core.occupation": Table(
        "Employment and pay of an occupation in the United States (OEWS), where the person added it.",
        [
            "soc_code",
            "workers",
            "wage_p50",
            "release",
            "wage_p10",
            "wage_p25",
            "wage_p75",
            "wage_p90",
            "wage_open_from",
            "wage_at_least",
        ],
    ),
    "core.consumer_price": Table(
        "Consumer prices of a country and month, where the person added them.",
        ["country_code", "month", "price_index", "price_source"],
    ),
    "core.title_code": Table(
        "The occupation of a clean title in an official classification.",
        ["title_clean", "taxonomy", "taxonomy_id", "code", "code_title", "code_method", "code_confidence"],
    ),
    "core.exchange_rate": Table(
        "The European Central Bank's reference rates of the last three years.", ["rate_on", "pay_currency", "per_eur"]
    ),
    "core.posting_pay": Table(
        "One pay zone of a posting: base pay, and on-target or total pay where it is stated apart.",
        [
            "posting_id",
            "zone_number",
            "zone_text",
            "pay_kind",
            "pay_min",
            "pay_max",
            "pay_currency",
            "pay_period",
            "pay_min_annual",
            "pay_max_annual",
            "pay_rule",
            "pay_flag",
            "over_on",
        ],
    ),
    "core.posting_skill": Table(
        "One line of a posting that names a skill.", ["posting_id", "skill_id", "skill_need", "line_hash", "over_on"]
    ),
    "core.posting_term": Table(
        "One benefit or team word of a posting.", ["posting_id", "term_kind", "term_id", "term_text", "over_on"]
    ),
    "core.skill": Table("The skills that are looked for.", ["skill_id", "skill_name", "skill_kind"]),
    "core.posting_text": Table(
        "One plain description; postings with the same text share it.", ["text_hash", "description_text"]
    ),
    "core.posting_version": Table(
        "What a posting said from a time on; a new row when title, text or pay change.",
        [
            "posting_id",
            "version_number",
            "seen_from_at",
            "title",
            "pay_text",
            "pay_min",
            "pay_max",
            "pay_currency",
            "pay_period",
            "pay_min_annual",
            "pay_max_annual",
            "pay_version",
            "text_version",
            "text_hash",
        ],
    ),
    "core.spell": Table(
        "One unbroken time online of a posting, from first sight to closing.",
        [
            "posting_id",
            "board_id",
            "spell_number",
            "is_left_censored",
            "first_seen_at",
            "last_seen_at",
            "missing_since_at",
            "closed_at",
            "first_seen_on",
            "closed_on",
            "over_on",
        ],
    ),
    "core.sighting": Table("One posting seen on one day.", ["observed_on", "board_id", "posting_id"]),
    "core.board_week": Table(
        "One week in which a board answered in full, so that its openings can be compared with a neighbouring week's.",
        ["board_id", "week_start", "whole_answers", "first_whole_on"],
    ),
    "core.role_week": Table(
        "The openings of a role in one week, and those that can be compared with the week before: at the same boards.",
        [
            "role_id",
            "week_start",
            "active_postings",
            "observed_postings",
            "evergreen_postings",
            "new_postings",
            "closed_postings",
            "same_new_postings",
            "same_reopened_postings",
            "same_closed_postings",
            "boards_entered_postings",
            "boards_left_postings",
            "unique_employers",
            "matched_employers",
            "matched_employers_before",
            "matched_before",
            "matched_after",
            "matched_evergreen_before",
            "matched_evergreen_after",
            "capped_before",
            "capped_after",
            "compared_employers",
            "growing_employers",
        ],
    ),
    "core.role_move": Table(
        "One posting that came to another role by being read anew, put down when it happened.",
        ["posting_id", "from_role_id", "to_role_id", "moved_on", "move_reason", "role_version"],
    ),
    "core.evergreen": Table(
        "One posting that is always up, whoever was hired: its title names no opening, or it was still open more than "
        "180 days after it was posted (where that is believed, else first seen), or its text was put up or dated anew "
        "three times or more.",
        ["posting_id", "evergreen_reason", "evergreen_on"],
    ),
    "core.posting_refresh": Table(
        "One time that a board gave an advert a later day of posting; text_hash is that of the text if it stayed as it "
        "was.",
        ["posting_id", "refreshed_on", "posted_before_on", "text_hash"],
    ),
    "core.estimate": Table(
        "One figure on a role with its interval, or why there is none; what it speaks of beside the role is in the "
        "columns of currency and place, unknown where it speaks of all. coverage is that of the mart it is for.",
        [
            "measure",
            "role_id",
            "pay_currency",
            "country_code",
            "region",
            "city",
            "value",
            "low",
            "high",
            "estimator",
            "refusal",
            "unique_employers",
            *MEASURED,
        ],
    ),
    "core.role_gauge_line": Table(
        "One line of the gauge of a followed role, as it stood on a day.",
        [
            "role_id",
            "line_kind",
            "line_name",
            "value",
            "value_low",
            "value_high",
            "verdict",
            "top_share",
            "bottom_share",
            "siblings_count",
            "refusal",
            "unique_employers",
            "window_start",
            "window_end",
            "n",
            "coverage",
            "panel_id",
            "method_version",
            "siblings_are",
        ],
    ),
    "core.outlook": Table(
        "One range of a role's series some weeks ahead.",
        [
            "role_id",
            "series_name",
            "horizon_weeks",
            "value",
            "value_low",
            "value_high",
            "forecast_method",
            "error_share",
            "naive_error_share",
            "covered_share",
            "forecasts_count",
            "ranges_count",
            "refusal",
            "window_start",
            "window_end",
            "n",
            "method_version",
            "nearer_count",
        ],
    ),
    "core.role_trend": Table(
        "Where the weekly series of a role go, as worked out at the start of the week.", ["role_id", *TREND, *MEASURED]
    ),
    "core.role_break": Table(
        "A week in which a series of a role changed for good.",
        ["role_id", "series_name", "break_week", "mean_before", "mean_after", "artefact_reason", *MEASURED],
    ),
    "core.method_change": Table(
        "When a parser that the weekly counts rest on came to be another version.",
        ["method_name", "changed_on", "version_before", "version_after"],
    ),
    "core.role_month": Table(
        "The vacancies of a role open in a month, and how unequally they are divided among employers.",
        [
            "role_id",
            "month",
            "month_end",
            "vacancies",
            "described_vacancies",
            "unique_employers",
            "effective_employers",
            "undecided_vacancies",
            "sizes_squared",
            "limit_errors",
            "method_version",
        ],
    ),
    "core.index_limit": Table(
        "The limits of the index of the role that was last followed, for the weeks since it last began; and the "
        "index that they are of.",
        ["role_id", "week_start", "demand_index", "demand_index_low", "demand_index_high"],
    ),
    "core.role_size": Table(
        "How unequally a role's open postings, and those with a description, are divided among employers: what the "
        "limits of their shares rest on.",
        [
            "role_id",
            "is_described",
            "active_postings",
            "unique_employers",
            "undecided_postings",
            "sizes_squared",
            "limit_errors",
            "method_version",
        ],
    ),
    "core.skill_month": Table(
        "How many of them name a skill, for skills that three employers or more ask for; the last month so far.",
        [
            "role_id",
            "skill_id",
            "month",
            "asking_vacancies",
            "asking_employers",
            "counts_squared",
            "counts_by_sizes",
        ],
    ),
    "core.skill_change": Table(
        "How the share of a role's vacancies that name a skill has changed within twelve weeks, for every skill "
        "tested.",
        ["role_id", "skill_id", *SKILL_CHANGE],
    ),
    "core.employer_line": Table(
        "Lines that speak of the employer and not of the vacancy: on at least 60 % of a board's described vacancies of "
        "a month, five or more of them and of two roles or more. `month` is the first such month.",
        ["board_id", "line_hash", "month"],
    ),
    "ops.estimate_mark": Table(
        "From what some figures were made that are not made anew each day.", ["mark", "mark_value"]
    ),
    "ops.touched": Table("From which days on the weekly counts must be made anew.", ["touched_on"]),
    "ops.rematch": Table(
        "Postings of which something has changed since they were last matched with the others.",
        ["posting_id", "are_values_same"],
    ),
    "ops.recent_skill": Table(
        "Lines that name a skill, of postings that are open or closed of late, for the figures of a day to read; "
        "a posting that names none has one row.",
        ["posting_hash", "skill_id", "is_asked", "line_hash"],
        also_nullable=("skill_id", "line_hash"),
    ),
    "ops.matched": Table(
        "By which version of the rules postings have been matched, if they have.",
        ["match_version", "signature_version"],
    ),
    "core.board_day": Table(
        "One board observed on one day: the day's first complete fetch, else its last try.",
        [
            "board_id",
            "observed_on",
            "observed_at",
            "board_status",
            "status_reason",
            "is_held",
            "postings_count",
            "quarantined_count",
            "new_count",
            "reopened_postings",
            "closed_count",
            "run_id",
        ],
    ),
    "ops.run": Table(
        "One run of the pipeline.",
        ["run_id", "started_at", "finished_at", "boards_count", "postings_count"],
    ),
    "ops.share_count": Table(
        "What the shares that must not jump are made of, by board and employer: now and in past weeks.",
        [
            "counted_on",
            "is_current",
            "board_id",
            "platform",
            "employer_key",
            "active_postings",
            "duplicate_postings",
            "unclassified_postings",
            "pay_known_postings",
            "role_version",
            "pay_version",
            "text_version",
            "employer_version",
            "match_version",
        ],
    ),
    "ops.check_result": Table(
        "The last result of each quality check.", ["check_name", "violation_count", "checked_at"]
    ),
    "mart.posting": Table(
        "One posting with its role, board and life: the table to start from.",
        [
            "posting_id",
            "board_id",
            "platform",
            "employer",
            "employer_key",
            "is_agency",
            "employer_country",
            "industry",
            "title",
            "title_clean",
            "url",
            "department",
            "team",
            "role_id",
            "role_title",
            "role_family",
            "role_confidence",
            "seniority",
            "employment_type",
            "workplace",
            "remote_scope",
            "country_code",
            "region",
            "city",
            "location_text",
            "place_count",
            "pay_text",
            "pay_min",
            "pay_max",
            "pay_currency",
            "pay_period",
            "pay_min_annual",
            "pay_max_annual",
            "pay_source",
            "pay_flag",
            "pay_segment",
            "years_min",
            "years_max",
            "degree",
            "degree_need",
            "visa",
            "has_on_call",
            "is_people_manager",
            "reports_min",
            "reports_max",
            "posted_at",
            "first_seen_at",
            "last_seen_at",
            "closed_at",
            "is_open",
            "is_left_censored",
            "reopened_count",
            "version_number",
            "text_hash",
            "vacancy_id",
            "series_id",
        ],
        also_nullable=("role_title", "role_family"),
    ),
    "mart.sample_posting": Table(
        "One posting of an imported sample: what it says, and the days it was seen. That it was not seen on others "
        "says nothing. Samples are for pay and skills; no figure on demand rests on them.",
        [
            "posting_id",
            "board_id",
            "platform",
            "employer",
            "employer_key",
            "is_agency",
            "title",
            "title_clean",
            "url",
            "role_id",
            "role_title",
            "role_family",
            "role_confidence",
            "seniority",
            "employment_type",
            "workplace",
            "remote_scope",
            "country_code",
            "region",
            "city",
            "location_text",
            "place_count",
            "pay_text",
            "pay_min",
            "pay_max",
            "pay_currency",
            "pay_period",
            "pay_min_annual",
            "pay_max_annual",
            "pay_source",
            "pay_flag",
            "pay_segment",
            "posted_at",
            "first_seen_on",
            "last_seen_on",
            "text_hash",
        ],
        also_nullable=("role_title", "role_family"),
    ),
    "mart.sample_pay": Table(
        "Advertised pay of a role in an imported sample, by source and currency: postings seen in the 365 days up to "
        "its last day. It counts postings, not vacancies: what a search shows twice counts twice. n is the number of "
        "postings with annual pay in it; coverage is the share of the role's postings in the sample that disclose pay "
        "in any currency. The floors are those of mart.role_pay.",
        [
            "platform",
            "role_id",
            "pay_currency",
            "pay_p25",
            "pay_p50",
            "pay_p75",
            "pay_estimator",
            "unique_employers",
            *MEASURED,
        ],
    ),
    "mart.sample_skill": Table(
        "Skills that a role's postings in an imported sample name, by source: postings seen in the 365 days up to its "
        "last day. It counts postings, not vacancies: what a search shows twice counts twice, and a search for a skill "
        "finds that skill. n is the postings with a description; coverage is their share of all; skills named by fewer "
        "than 3 employers are left out.",
        [
            "platform",
            "role_id",
            "skill_id",
            "skill_name",
            "skill_kind",
            "asking_postings",
            "unique_employers",
            "share",
            *MEASURED,
        ],
    ),
    "mart.vacancy": Table(
        "One vacancy: the postings that advertise it, on several boards or for several places. n is its postings; "
        "possible_copies counts postings that look like it and are not joined with it, such as an agency's.",
        [
            "vacancy_id",
            "series_id",
            "role_id",
            "employer",
            "title",
            "is_open",
            "n",
            "boards_count",
            "place_count",
            "first_seen_at",
            "last_seen_at",
            "possible_copies",
        ],
        also_nullable=("role_id",),
    ),
    "mart.employer": Table(
        "One employer, whatever its sources call it. n is its postings, open and closed.",
        ["employer_key", "employer", "is_agency", "n", "boards_count"],
    ),
    "mart.posting_pay": Table(
        "One pay zone of a posting, in euros too: at the last reference rate before the posting was first seen.",
        [
            "posting_id",
            "role_id",
            "is_open",
            "zone_number",
            "zone_text",
            "pay_kind",
            "pay_min",
            "pay_max",
            "pay_currency",
            "pay_period",
            "pay_min_annual",
            "pay_max_annual",
            "pay_min_annual_eur",
            "pay_max_annual_eur",
            "rate_on",
            "pay_rule",
            "pay_flag",
            "is_outlier",
        ],
        also_nullable=("rate_on",),
    ),
    "mart.posting_code": Table(
        "A posting's occupation in each official classification: the one that its title names there, within the codes "
        "of its role, else the role's own. Classifications are added by `jobgauge reference add`; the role's codes "
        "need none.",
        ["posting_id", "role_id", "is_open", "taxonomy", "code", "code_title", "code_method", "code_confidence"],
    ),
    "mart.posting_skill": Table(
        "One skill of a posting, at its strongest need. Lines that a board repeats on most of its postings, whatever "
        "the role, are left out: they speak of the employer.",
        ["posting_id", "role_id", "is_open", "skill_id", "skill_name", "skill_kind", "skill_need"],
    ),
    "mart.role_skill": Table(
        "How often a role's open postings ask for a skill. n is the role's open postings with a description; coverage "
        "is their share of all its open postings; skills asked by fewer than 3 employers are left out.",
        [
            "role_id",
            "skill_id",
            "skill_name",
            "skill_kind",
            "active_postings",
            "required_postings",
            "unique_employers",
            "share",
            "share_low",
            "share_high",
            *MEASURED,
        ],
    ),
    "mart.role_term": Table(
        "How often a role's open postings name a benefit or a team word. n is the role's open postings with a "
        "description; coverage is their share of all its open postings.",
        [
            "role_id",
            "term_kind",
            "term_id",
            "active_postings",
            "unique_employers",
            "share",
            "share_low",
            "share_high",
            *MEASURED,
        ],
    ),
    "mart.scope": Table(
        "What every figure speaks of: the days observed and the boards that ever answered in full. n is the boards "
        "asked; coverage is the share of them that answered in full on the last day.",
        MEASURED,
    ),
    "mart.role_demand_week": Table(
        "Openings for a role, week by week (Monday to Sunday, the last week as far as it goes). n is active_postings; "
        "coverage is the share of the watched boards that were observed in the week.",
        [
            "role_id",
            "active_postings",
            "panel_active_postings",
            "new_postings",
            "closed_postings",
            "unique_employers",
            "boards_observed",
            "boards_watched",
            "evergreen_postings",
            "matched_employers",
            "matched_postings",
            "demand_index",
            "demand_index_low",
            "demand_index_high",
            "demand_index_all",
            "demand_index_capped",
            "index_base_on",
            "refusal",
            "compared_employers",
            "growing_share",
            "growing_low",
            "growing_high",
            *MEASURED,
        ],
    ),
    "mart.role_change": Table(
        "Where the change of a role's openings came from, week by week: stock after = stock counted before + "
        "reclassified + new + reopened - closed at the same boards + boards entered - boards left; stock before is the "
        "first two together. n is stock_after; coverage is the share of the watched boards that were observed in the "
        "week.",
        [
            "role_id",
            "stock_counted_before",
            "reclassified_postings",
            "stock_before",
            "same_new_postings",
            "same_reopened_postings",
            "same_closed_postings",
            "boards_entered_postings",
            "boards_left_postings",
            "stock_after",
            "balance",
            *MEASURED,
        ],
    ),
    "mart.role_gauge": Table(
        "The gauge of the followed role on each day that it was made, line by line: its dials among sibling roles "
        "(percentiles, 0 to 100), the verdict with its score (1 to 99), and the sensitivity table that the verdict "
        "must survive. n is the role's openings; coverage is the share of boards that answered in full on the last "
        "day.",
        [
            "role_id",
            "line_kind",
            "line_name",
            "value",
            "value_low",
            "value_high",
            "verdict",
            "top_share",
            "bottom_share",
            "siblings_count",
            "siblings_are",
            "refusal",
            "unique_employers",
            *MEASURED,
        ],
    ),
    "mart.role_outlook": Table(
        "The range in which a role's openings, or its new postings of a week, are likely to be in some weeks; it is "
        "meant to hold four outcomes in five, and says how often it did. n is the weeks of history; coverage is the "
        "share of boards that answered in full on the last day.",
        [
            "role_id",
            "series_name",
            "horizon_weeks",
            "value",
            "value_low",
            "value_high",
            "forecast_method",
            "error_share",
            "naive_error_share",
            "covered_share",
            "forecasts_count",
            "nearer_count",
            "ranges_count",
            "refusal",
            *MEASURED,
        ],
    ),
    "mart.role_trend": Table(
        "Where a role's openings and its new postings go, at the boards that could be compared from week to week, made "
        "anew each week. n is the whole weeks in a row up to the last one in which 50 openings or more at 10 employers "
        "could be compared: below 8 there is only the level, from 26 on the gap to the field, from 104 on no season. "
        "coverage is the share of the role's openings at boards that answered in the last week.",
        ["role_id", *TREND, *MEASURED],
    ),
    "mart.role_break": Table(
        "The weeks in which a role's openings came to grow otherwise, or its new postings changed their level, for "
        "four weeks or more. One within a week of a new parser version, of past weeks that came to count otherwise, "
        "of boards with a tenth of the openings that came or went, or of a fall of coverage by a tenth is marked as "
        "an artefact. n is the weeks looked at; coverage is the share of boards that answered in the break's week.",
        [
            "role_id",
            "series_name",
            "break_week",
            "mean_before",
            "mean_after",
            "is_artefact",
            "artefact_reason",
            *MEASURED,
        ],
    ),
    "mart.role_breadth": Table(
        "Over how many employers a role's open adverts are spread, at boards that answered in the last two weeks; made "
        "anew each week. Below 20 adverts there is no figure. n is the adverts; coverage is the share of boards that "
        "answered in full on the last day.",
        [
            "role_id",
            "hhi",
            "hhi_low",
            "hhi_high",
            "effective_employers",
            "effective_employers_low",
            "effective_employers_high",
            "refusal",
            "unique_employers",
            *MEASURED,
        ],
        also_nullable=("effective_employers",),
    ),
    "mart.role_inflow": Table(
        "How many new postings a role has a week, over the four weeks of the window, and how that compares with the "
        "four before; made anew each week. n is the new postings of the window; coverage is the share of boards that "
        "answered in full on the last day.",
        [
            "role_id",
            "new_per_week",
            "new_per_week_low",
            "new_per_week_high",
            "refusal",
            "new_ratio",
            "new_ratio_low",
            "new_ratio_high",
            "ratio_refusal",
            "unique_employers",
            *MEASURED,
        ],
    ),
    "mart.role_density": Table(
        "How many open adverts stand for one vacancy of a role, and, where the person added employment by occupation "
        "(OEWS), how many vacancies its occupation has for its workers beside all occupations. Adverts that are always "
        "up (core.evergreen) are left out, as are boards that did not answer in the last two weeks; made anew each "
        "week. n is the adverts; below 20 at 3 employers there is no intensity. The density is of the whole "
        "occupation; below 20 of its vacancies at 10 employers there is none. coverage is the share of boards that "
        "answered in full on the last day.",
        [
            "role_id",
            "active_vacancies",
            "posting_intensity",
            "posting_intensity_low",
            "posting_intensity_high",
            "refusal",
            "soc_code",
            "occupation_vacancies",
            "occupation_employers",
            "workers",
            "relative_density",
            "relative_density_low",
            "relative_density_high",
            "density_rank",
            "density_siblings",
            "density_refusal",
            "unique_employers",
            *MEASURED,
        ],
    ),
    "mart.source_panel": Table(
        "The panel of boards in each week: those that answered in full, and those that came and went. n is the boards "
        "observed; coverage is their share of the boards watched.",
        ["platform", "boards_watched", "boards_observed", "boards_entered", "boards_left", *MEASURED],
    ),
    "mart.role_pay": Table(
        "Advertised pay of a role's open vacancies, by currency, each vacancy once. n is the number of vacancies with "
        "annual pay in it; coverage is the share of the role's open vacancies that disclose pay in any currency. "
        "Internships, part-time and volunteer postings are left out of all of these. No employer has more than a tenth "
        "of the weight. Below 10 mid-points or 5 employers there is no median, below 20 there are no quartiles, below "
        "40 or 10 employers no tenths.",
        [
            "role_id",
            "pay_currency",
            *PAY_FIGURES,
            "pay_outliers",
            "unique_employers",
            *MEASURED,
        ],
    ),
    "mart.pay_trend": Table(
        "How a role's posted pay has moved over three months, and over a year where that was watched, at the same "
        "employers, titles and countries: four weeks of new postings against four weeks before. A change of who "
        "advertises, or of an exchange rate, is none of pay. n is the titles of an employer with pay in both windows; "
        "below 30, or 5 employers, there is no change; coverage is the share of the later postings with pay that are "
        "among them. Not seasonally adjusted.",
        [
            "role_id",
            "months_apart",
            "pay_change",
            "pay_change_low",
            "pay_change_high",
            "refusal",
            "real_change",
            "real_change_low",
            "real_change_high",
            "real_cells",
            "real_refusal",
            "unique_employers",
            "before_start",
            "before_end",
            *MEASURED,
        ],
    ),
    "mart.role_pay_place": Table(
        "The same by the first place that a posting names: by country; by region (city unknown) and by city where "
        "there are vacancies enough for a median.",
        ["role_id", "pay_currency", "country_code", "region", "city", *PAY_FIGURES, "unique_employers", *MEASURED],
    ),
    "mart.posting_life": Table(
        "How long a role's adverts stay up, from those up in the 365 days of the window; made anew each week. An "
        "advert back within 30 days, or advertised anew as one of the same series, goes on. n is the adverts, "
        "closed or not; coverage is the share of all whose age is known. Below 30 closings, 10 employers or 60 days "
        "there is no median.",
        [
            "role_id",
            "life_p50",
            "life_p50_low",
            "life_p50_high",
            "open_share_14",
            "open_share_14_low",
            "open_share_14_high",
            "open_share_30",
            "open_share_30_low",
            "open_share_30_high",
            "open_share_60",
            "open_share_60_low",
            "open_share_60_high",
            "life_mean_60",
            "life_mean_60_low",
            "life_mean_60_high",
            "days_beyond_family",
            "days_beyond_family_low",
            "days_beyond_family_high",
            "log_rank_chi_square",
            "log_rank_p_value",
            "family_refusal",
            "life_completed_p95",
            "completed_days",
            "completed_days_low",
            "completed_days_high",
            "completed_refusal",
            "days_so_far",
            "days_so_far_low",
            "days_so_far_high",
            "so_far_refusal",
            "open_adverts",
            "closings",
            "at_risk_30",
            "gap_share",
            "unknown_age_adverts",
            "life_estimator",
            "refusal",
            "unique_employers",
            *MEASURED,
        ],
    ),
    "mart.closing_hazard": Table(
        "How likely a role's adverts are to close, week by week of their age, from those of the window of "
        "mart.posting_life. n is the adverts at risk: open when the week of age began. One first seen at a greater age "
        "counts from then on (left truncation), one still open when last seen up to the last whole week (right "
        "censoring); a closing known to several days only is dated to their middle (interval censoring). Below 20 at "
        "risk or 5 effective employers there is no hazard. coverage is the share of adverts whose age is known.",
        [
            "role_id",
            "age_week",
            "closings",
            "hazard",
            "hazard_low",
            "hazard_high",
            "refusal",
            "unique_employers",
            *MEASURED,
        ],
    ),
    "mart.posting_flag": Table(
        "One open posting, and whether it is likely to be always up (evergreen) or forgotten (stale).",
        [
            "posting_id",
            "role_id",
            "age_days",
            "evergreen_reason",
            "evergreen_on",
            "is_evergreen",
            "stale_after_days",
            "is_stale",
        ],
        also_nullable=("evergreen_reason", "evergreen_on"),
    ),
    "mart.skill_share_month": Table(
        "The share of a role's vacancies open in a month that name a skill. n is the vacancies with a description; "
        "coverage is their share of all; skills named by fewer than 3 employers are left out. Lines that a board "
        "repeats on most of its postings do not count, judged when the month was last counted. panel_id is that "
        "of the boards of today.",
        [
            "role_id",
            "skill_id",
            "skill_name",
            "skill_kind",
            "month",
            "asking_vacancies",
            "asking_employers",
            "share",
            "share_low",
            "share_high",
            "effective_n",
            *MEASURED,
        ],
    ),
    "mart.skill_change": Table(
        "Which skills a role's vacancies name more or less often: those open in the last 28 days against those open "
        "in the 28 days that ended twelve weeks before, at the boards that answered in full in both. Tested are the "
        "skills that 30 vacancies or more of both windows name, of roles with 10 employers or more. n is the "
        "described vacancies in the later window; coverage is the share of all boards that are compared.",
        ["role_id", "skill_id", "skill_name", "skill_kind", *SKILL_CHANGE],
    ),
    "mart.role_mix": Table(
        "How a role's open postings divide by seniority, workplace and employment type. n is the postings with the "
        "value; coverage is the share of the role's open postings where something is known.",
        ["role_id", "mix_kind", "mix_value", "unique_employers", "share", "share_low", "share_high", *MEASURED],
    ),
    "mart.employer_activity": Table(
        "Who hires for a role. n is active_postings; new and closed count the 28 days that end with the window; "
        "coverage is the share of those days on which the employer's boards were observed.",
        [
            "role_id",
            "employer",
            "active_postings",
            "new_postings",
            "reposted_postings",
            "closed_postings",
            "age_days_p50",
            *MEASURED,
        ],
    ),
    "mart.role_place": Table(
        "Where a role is offered, one count a place a posting names. n is active_postings; coverage is the share of "
        "the role's open postings whose country is known.",
        ["role_id", "country_code", "city", "active_postings", "unique_employers", *MEASURED],
    ),
    "mart.source_health": Table(
        "How each board has answered, and what was open by its own last answer, however long ago that is. n is the "
        "number of observations; coverage is the share of them that were complete or empty.",
        [
            "board_id",
            "platform",
            "employer",
            "board_status",
            "status_reason",
            "last_observed_at",
            "last_complete_at",
            "failed_count",
            "active_postings",
            *MEASURED,
        ],
    ),
    "mart.data_quality": Table(
        "How much is known of the open postings, for each role and (role_id unknown) for all. n is active_postings; "
        "coverage is the share of the watched boards observed on the last day.",
        [
            "role_id",
            "active_postings",
            "unique_employers",
            "role_known_share",
            "pay_known_share",
            "country_known_share",
            "workplace_known_share",
            "seniority_known_share",
            "quarantined_share",
            *MEASURED,
        ],
    ),
    "core.posting_key": Table(
        "What a posting is compared by with others that may be the same vacancy, and when it was online.",
        [
            "posting_id",
            "board_id",
            "brand",
            "is_agency",
            "requisition_code",
            "source_group_id",
            "address",
            "title",
            "title_words",
            "written_words",
            "place_keys",
            "place_words",
            "places_hash",
            "role_id",
            "department",
            "titled_seniority",
            "years_min",
            "text_hash",
            "location_text",
            "first_seen_at",
            "gone_at",
            "matched_hash",
            "blocks",
            "band_hashes",
            "seat_number",
            "over_on",
        ],
    ),
    "core.posting_match": Table(
        "Two postings that are, or may be, one vacancy.",
        [
            "posting_id",
            "other_id",
            "match_kind",
            "match_evidence",
            "title_score",
            "text_jaccard",
            "text_overlap",
            "match_version",
        ],
    ),
    "core.vacancy": Table(
        "The vacancy and the series of reposts of each posting that shares one with another; all others have no row "
        "and are vacancies of their own.",
        ["posting_id", "vacancy_id", "series_id", "is_repost"],
    ),
}
