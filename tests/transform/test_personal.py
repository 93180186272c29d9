"""Nothing that tells of a person stays in a text, and nothing else goes."""

import csv
import itertools
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transform import personal, text
from transform.schema import RAW

EXAMPLES = Path(__file__).parent / "examples"

FIRST = ["Jane", "Émile", "Björn", "Anna-Lena", "Siobhán", "Raj", "Łucja", "Noor"]
LAST = ["Doe", "O'Neill", "van den Berg", "Müller-Lüdenscheidt", "García", "McDonald", "Żak", "Okafor"]
LOCAL = ["jane.doe", "j_doe42", "emile+jobs", "careers", "anna-lena.muster", "o'neill", "JDoe", "björn.k"]
DOMAIN = ["example.com", "mail.example.co.uk", "acme-gmbh.de", "start.up.io", "exämple.fr"]
AROUND = ["{}", "Write to {}.", "- E-mail: {}, we answer", "(<{}>)", "Bewirb dich unter {} bis 31.12.2026!"]
HIDDEN = [
    "{local} (at) {name} (dot) {end}",
    "{local}[at]{name}.{end}",
    "{local} [at] {name} [dot] {end}",
    "{local}(at){name}.{end}",
    "{local} at {name} dot {end}",
    "{local} AT {name} DOT {end}",
    "{local} (at) {name} dot {end}",
    "{local} (ät) {name} (punkt) {end}",
    "{local}[@]{name}.{end}",
    "{local} {{at}} {name} {{dot}} {end}",
    "{local} [arobase] {name} [point] {end}",
    "{local} (arroba) {name}.{end}",
]
PHONES = {
    "US": ["+1 555 234 5678", "(555) 234-5678", "555-234-5678", "1-555-234-5678", "+1 (555) 234-5678 ext. 12"],
    "GB": ["+44 20 7946 0958", "020 7946 0958", "+44 (0)20 7946 0958", "07700 900123", "0161 496 0000"],
    "DE": ["+49 30 1234567", "+49 (0) 30 / 123 456-78", "Tel.: 030 1234567", "0049 30 1234567", "Telefon 0171/1234567"],
    "FR": ["+33 1 23 45 67 89", "01 23 45 67 89", "01.23.45.67.89", "Tél. : 06 12 34 56 78", "+33 (0)6 12 34 56 78"],
    "ES": ["+34 612 345 678", "Tel. 612 345 678", "Teléfono: 91 234 56 78", "+34 91 234 56 78", "móvil 612345678"],
    "IT": ["+39 06 1234 5678", "+39 333 123 4567", "Tel. 06 12345678", "Cellulare: 333 1234567"],
    "NL": ["+31 20 123 4567", "020 123 4567", "06-12345678", "+31 (0)6 1234 5678", "Telefoon 020-1234567"],
    "BE": ["+32 2 123 45 67", "+32 470 12 34 56", "Tel: 02 123 45 67", "0032 470 12 34 56"],
    "CH": ["+41 44 123 45 67", "044 123 45 67", "Telefon: 079 123 45 67", "+41 (0)79 123 45 67"],
    "AT": ["+43 1 234 5678", "+43 664 1234567", "Tel. 0664 1234567", "Mobil: 0664/123 45 67"],
    "SE": ["+46 8 123 456 78", "08-123 456 78", "070-123 45 67", "+46 70 123 45 67"],
    "NO": ["+47 22 33 44 55", "Tlf. 22 33 44 55", "mobil 912 34 567", "+47 912 34 567"],
    "DK": ["+45 22 33 44 55", "Tlf: 22 33 44 55", "+45 22334455", "telefon 22334455"],
    "FI": ["+358 40 123 4567", "puh. 040 123 4567", "+358 9 1234 5678", "040-123 4567"],
    "PL": ["+48 512 345 678", "tel. 512 345 678", "+48 22 123 45 67", "telefon: 22 123 45 67"],
    "IE": ["+353 1 234 5678", "+353 87 123 4567", "Phone: 087 123 4567", "Call us on 01 234 5678"],
    "AU": ["+61 2 9374 4000", "(02) 9374 4000", "0412 345 678", "+61 412 345 678"],
    "IN": ["+91 98765 43210", "+91-9876543210", "WhatsApp: 98765 43210", "Mobile No. 9876543210"],
    "BR": ["+55 11 91234-5678", "(11) 91234-5678", "WhatsApp (11) 91234-5678", "+55 (11) 3123-4567"],
    "JP": ["+81 3-1234-5678", "03-1234-5678", "090-1234-5678", "TEL 03-1234-5678"],
    "SG": ["+65 6123 4567", "Tel: 6123 4567", "call us at 9123 4567", "+65 91234567"],
}  # fmt: skip
PROFILES = [
    "https://www.linkedin.com/in/jane-doe-12345/",
    "linkedin.com/in/janedoe",
    "http://de.linkedin.com/in/jané",
    "LinkedIn.com/in/JaneDoe?trk=x",
    "https://www.xing.com/profile/Jane_Doe",
    "calendly.com/jane-doe/30min",
    "https://cal.com/jane",
    "wa.me/15552345678",
    "https://t.me/jane_doe",
    "https://api.whatsapp.com/send?phone=15552345678",
]
NAMED = [
    "Contact: {} (talent team)",
    "Contact person: {}",
    "Your contact person is Ms {}.",
    "Your contact for this role is {}, who knows it best.",
    "Ansprechpartnerin: Frau {}",
    "Ihr Ansprechpartner ist Herr {}.",
    "Ansprechpartner für diese Stelle: {}",
    "Fragen? Frau {} hilft gern.",
    "Recruiter: {}",
    "- RECRUITER: {}",
    "Hiring manager: {} - we look forward",
    "The hiring manager is {}, and you will work together",
    "Talent Acquisition Partner: {}",
    "reach out to {} at jane@example.com",
    "Please contact {} (jane@example.com)",
    "You will report to {}, who leads the team",
    "Please e-mail Mrs. {} with questions",
    "Votre interlocutrice : Mme {}",
    "Persona de contacto: {}",
    "Contactpersoon: {}",
    "{} - jane@example.com",
]


def read(*texts: str) -> list[str]:
    """What is left of each text."""
    return personal.without(pl.Series("text", texts, dtype=pl.String)).to_list()


def kept(name: str) -> list[str]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def emails() -> list[tuple[str, str]]:
    """Addresses, plain and hidden, each with the text it stands in."""
    plain = [f"{local}@{domain}" for local, domain in itertools.product(LOCAL, DOMAIN)]
    parts = itertools.product(HIDDEN, ["jane.doe", "careers", "j_doe"], [("example", "com"), ("acme-group", "de")])
    hidden = [form.format(local=local, name=name, end=end) for form, local, (name, end) in parts]
    return [(address, AROUND[n % len(AROUND)].format(address)) for n, address in enumerate(plain + hidden)]


def share_gone(cases: list[tuple[str, str]], mark: str) -> tuple[float, list[str]]:
    """The share of texts that have the mark and no part of the words, and the others."""
    found = read(*(words for _, words in cases))
    left = [
        f"{words} -> {now}"
        for (part, words), now in zip(cases, found, strict=True)
        if mark not in now or _any_of(part, now)
    ]
    return 1 - len(left) / len(cases), left


def _any_of(part: str, now: str) -> bool:
    pieces = [piece for piece in part.replace("-", " ").replace(".", " ").split() if len(piece) > 3]
    return any(piece in now for piece in pieces if piece.lower() not in {"call", "phone", "telefon", "mobil", "mobile"})


def test_no_email_address_stays() -> None:
    cases = emails()
    share, left = share_gone(cases, "[e-mail]")
    assert len(cases) > 110
    assert share >= 0.99, left


def test_no_telephone_number_stays() -> None:
    numbers = [number for forms in PHONES.values() for number in forms]
    sentences = ["{}", "Questions? {}.", "- {} (weekdays)", "Jane's desk, {} or by post"]
    cases = [(number, sentences[n % 4].format(number)) for n, number in enumerate(numbers)]
    found = read(*(words for _, words in cases))
    left = [f"{w} -> {now}" for (_, w), now in zip(cases, found, strict=True) if any(c.isdigit() for c in now)]
    assert len(cases) >= 90
    assert len(PHONES) >= 20
    assert 1 - len(left) / len(cases) >= 0.95, left


def test_no_profile_stays() -> None:
    found = read(*(f"See {address}, please" for address in PROFILES))
    assert found == ["See [profile], please"] * len(PROFILES)


def test_no_name_of_a_contact_stays() -> None:
    names = [f"{first} {last}" for first, last in zip(FIRST, LAST, strict=True)]
    cases = [(name, form.format(name)) for n, form in enumerate(NAMED) for name in (names[n % 8], names[(n + 3) % 8])]
    share, left = share_gone(cases, "[name]")
    assert share >= 0.95, left


def pay_strings() -> list[str]:
    """Pay as it is written: figures in many forms, alone and in a range."""
    figures = [
        ("$120,000", "$150,000"), ("120.000 €", "150.000 €"), ("55.000,00", "65.000,00"), ("120k", "150k"),
        ("$1,250,000", "$1,500,000"), ("120 000", "150 000"), ("1 200 000", "1 500 000"), ("CHF 120'000", "150'000"),
        ("12,50 €", "15,00 €"), ("$45.50", "$60.25"), ("£45000", "£60000"), ("₹12,00,000", "₹18,00,000"),
        ("3000000", "5000000"), ("15000", "18000"), ("4500", "6500"), ("USD 120000.00", "150000.00"),
        ("R$ 8.000,00", "R$ 12.000,00"),
    ]  # fmt: skip
    ranges = ["{} - {}", "{}-{}", "{} – {}", "{} to {}", "from {} up to {}", "{}/{}", "{} bis {}"]
    around = [
        "Pay: {}",
        "The salary range for this role is {} per year.",
        "- OTE {} + equity",
        "Developer Mobile {}",
        "Phone: {}",
    ]
    said = [form.format(*pair) for pair in figures for form in ranges]
    return [frame.format(words) for words in said for frame in around]


def test_pay_is_never_touched() -> None:
    pay = pay_strings()
    assert len(pay) >= 200
    assert read(*pay) == pay


def test_other_digits_and_names_are_never_touched() -> None:
    other = kept("personal_kept.csv")
    assert len(other) >= 50
    assert [pair for pair in zip(other, read(*other), strict=True) if pair[0] != pair[1]] == []


def test_only_the_line_that_tells_of_a_person_changes() -> None:
    assert read("About us\n\n- Pay 50k\nmail a@b.de now\n", "", "none") == [
        "About us\n\n- Pay 50k\nmail [e-mail] now\n",
        "",
        "none",
    ]


def test_a_description_is_kept_without_them() -> None:
    frame = pl.DataFrame(
        [{"description_html": "<p>Call <b>+1 555 234 5678</b></p><p>jane&#64;example.com</p>"}], schema=RAW
    )
    assert text.parse(frame)["description_text"].to_list() == ["Call [phone]\n\n[e-mail]"]


PIECES = st.sampled_from(
    [" ", ".", "@", "jane", "Jane Doe", "a.b", ".com", "(at)", " dot ", "+49 ", "(0)", "030", "555-123-4567", "-", "12",
     "Contact: ", "Frau ", "Tel. ", "[phone]", "[e-mail]", "[name]", "\n", "linkedin.com/in/", "Team", "01.02.2026",
     "Recruiter", " is ", ", ", "call us", "/", "Hiring Manager: ["]
)  # fmt: skip


@example("555-123-4567 555-123-4567")
@example("Contact: Jane Doe555-123-4567")
@settings(max_examples=60)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=14).map("".join))
def test_taking_out_again_changes_nothing(words: str) -> None:
    once = read(words.replace("\x01", ""))
    assert read(*once) == once


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "@",
        "a@",
        "a.",
        "1",
        "1-",
        "+1 ",
        "0 ",
        "(at)",
        "a dot ",
        "Contact: ",
        "Frau A",
        "Jane ",
        "a@b.co ",
        "tel ",
        "[e-mail]",
    ],
)
def test_a_megabyte_is_read_in_its_length(piece: str) -> None:
    hostile = (piece * (2**20 // len(piece)))[: 2**20]
    read(hostile[:1000])
    begun = time.process_time()
    read(hostile)
    assert time.process_time() - begun < 0.4
