"""Recognising boards: by their own address, and inside a careers page."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.client import Answer, Client, FetchError, Refused, TooLarge, Unreachable
from extract.recognise import board_of_address, boards_in_page, find_boards

ADDRESSES = [
    ("https://boards.greenhouse.io/heron", "greenhouse", "heron"),
    ("https://boards.greenhouse.io/heron/jobs/123?gh_jid=123", "greenhouse", "heron"),
    ("https://job-boards.greenhouse.io/heron#top", "greenhouse", "heron"),
    ("https://job-boards.eu.greenhouse.io/heron/", "greenhouse", "heron"),
    ("https://boards.greenhouse.io/embed/job_board?for=heron&b=1", "greenhouse", "heron"),
    ("https://boards.greenhouse.io/embed/job_board/js?for=heron", "greenhouse", "heron"),
    ("https://boards-api.greenhouse.io/v1/boards/heron/jobs?content=true", "greenhouse", "heron"),
    ("https://jobs.lever.co/heron/0b6e1c1e-8a55?lever-source=x", "lever", "heron"),
    ("http://JOBS.LEVER.CO/Heron", "lever", "Heron"),
    ("https://api.lever.co/v0/postings/heron?mode=json", "lever", "heron"),
    ("https://jobs.eu.lever.co/heron", "lever_eu", "heron"),
    ("https://api.eu.lever.co/v0/postings/heron", "lever_eu", "heron"),
    ("https://jobs.ashbyhq.com/Tern%20Foods/0b6e1c1e", "ashby", "Tern Foods"),
    ("https://api.ashbyhq.com/posting-api/job-board/tern.com?x=1", "ashby", "tern.com"),
    ("jobs.ashbyhq.com/tern", "ashby", "tern"),
    ("//jobs.lever.co/heron", "lever", "heron"),
    ("  https://jobs.lever.co/heron \n", "lever", "heron"),
]


@pytest.mark.parametrize(("url", "platform", "key"), ADDRESSES)
def test_board_of_address(url: str, platform: str, key: str) -> None:
    assert board_of_address(url) == (platform, key)


@pytest.mark.parametrize(
    "url",
    [
        *("", "heron", "https://example.org/jobs", "https://jobs.lever.co", "https://jobs.lever.co/", "mailto:a@b.c"),
        *("https://boards.greenhouse.io/embed/job_board", "https://boards.greenhouse.io/embed/job_board?for="),
        *(
            "https://boards-api.greenhouse.io/v1/boards",
            "https://api.lever.co/v1/postings/heron",
            "http://[",
            "https:///x",
        ),
        *(
            "https://jobs.lever.co.evil.example/heron",
            "https://evil.example/jobs.lever.co/heron",
            "ftp://jobs.lever.co/heron",
        ),
        *("https://www.lever.co/heron", "https://jobs.ashbyhq.com/_next/static/x.js", "https://jobs.lever.co/%20"),
    ],
)
def test_no_board(url: str) -> None:
    assert board_of_address(url) is None


@given(st.text(max_size=80))
def test_any_address_is_answered(text: str) -> None:
    board_of_address(text)
    board_of_address(f"https://jobs.lever.co/{text}")
    board_of_address(f"https://{text}")


PAGE = rb"""<!doctype html><html><head>
<script src="https://boards.greenhouse.io/embed/job_board/js?for=heron"></script>
<script>window.__data =
{"url":"https:\/\/api.ashbyhq.com\/posting-api\/job-board\/tern%20foods?includeCompensation=true"};</script>
</head><body><a href="/about">About</a> <a href="https://jobs.lever.co/heron/1">Nurse</a>
<a href="https://jobs.lever.co/heron/2">Cook</a>
<iframe data-src="https://jobs.eu.lever.co/heron"></iframe> <a href="mailto:jobs@heron.example">Mail</a> <a href="http://[">x</a></body>"""

FOUND = [("greenhouse", "heron"), ("lever", "heron"), ("lever_eu", "heron"), ("ashby", "tern foods")]


def test_boards_in_page() -> None:
    assert boards_in_page(PAGE) == FOUND


@pytest.mark.parametrize("page", [b"", b"plain", b"\0\xff\xfe", b"<a href>", b"<" * 5000, b"<div>" * 20_000])
def test_page_without_boards(page: bytes) -> None:
    assert boards_in_page(page) == []


class Shelf(Client):
    """A client that answers from a table, and keeps what it was asked."""

    def __init__(self, pages: dict[str, Answer]) -> None:
        super().__init__("jobgauge/0.1")
        self.pages = pages
        self.failure: FetchError | None = None
        self.asked: list[str] = []

    async def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:  # noqa: ARG002
        self.asked.append(url)
        if self.failure and url.endswith("/robots.txt"):
            raise self.failure
        return self.pages.get(url) or Answer(url=url, http_status=404)


def shelf(robots: bytes = b"") -> Shelf:
    bodies = {"https://heron.example/robots.txt": robots, "https://heron.example/careers": PAGE}
    return Shelf({url: Answer(url=url, http_status=200, body=body) for url, body in bodies.items()})


def test_find_boards_asks_nobody_for_a_boards_own_address() -> None:
    client = shelf()
    assert asyncio.run(find_boards(client, "jobs.lever.co/heron")) == [("lever", "heron")]
    assert client.asked == []


def test_find_boards_reads_the_page() -> None:
    client = shelf()
    assert asyncio.run(find_boards(client, "heron.example/careers")) == FOUND
    assert client.asked == ["https://heron.example/robots.txt", "https://heron.example/careers"]


def test_find_boards_obeys_robots() -> None:
    client = shelf(b"User-agent: jobgauge\nDisallow: /careers")
    with pytest.raises(Refused, match=r"robots\.txt of heron\.example"):
        asyncio.run(find_boards(client, "https://heron.example/careers"))
    assert client.asked == ["https://heron.example/robots.txt"]


def test_find_boards_tells_of_a_missing_page() -> None:
    with pytest.raises(FetchError, match="HTTP 404"):
        asyncio.run(find_boards(shelf(), "https://heron.example/jobs"))


@pytest.mark.parametrize(
    "url",
    [
        "not a url",
        "ftp://x",
        "ftp://jobs.lever.co/heron",
        "heron",
        "https://",
        "",
        "http://[",
        "mailto:jobs",
        "https://a..b",
    ],
)
def test_find_boards_asks_nobody_for_what_is_no_address(url: str) -> None:
    client = shelf()
    with pytest.raises(Refused, match="is not a web address"):
        asyncio.run(find_boards(client, url))
    assert client.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "heron.example",
        " //heron.example/x ",
        "http://localhost:1/x",
        "http://127.0.0.1",
        "http://[::1]/",
        "büro.example",
    ],
)
def test_find_boards_asks_for_what_may_be_an_address(url: str) -> None:
    client = shelf()
    with pytest.raises(FetchError, match="HTTP 404"):
        asyncio.run(find_boards(client, url))
    assert client.asked[0].endswith("/robots.txt")


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (Unreachable("no name"), r"heron\.example cannot be reached \(no name\)"),
        (TooLarge("too long"), r"robots\.txt cannot be had \(too long\), so the page is not read"),
    ],
)
def test_find_boards_tells_why_there_is_no_robots_txt(failure: FetchError, message: str) -> None:
    client = shelf()
    client.failure = failure
    with pytest.raises(FetchError, match=message):
        asyncio.run(find_boards(client, "https://heron.example/careers"))
    assert client.asked == ["https://heron.example/robots.txt"]


def test_find_boards_reads_nothing_behind_a_broken_robots_txt() -> None:
    client = shelf()
    client.pages["https://heron.example/robots.txt"] = Answer(url="x", http_status=503)
    with pytest.raises(Refused, match=r"cannot be had \(HTTP 503\)"):
        asyncio.run(find_boards(client, "https://heron.example/careers"))
