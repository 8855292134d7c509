"""What names stand for: each becomes a document, or has the reason why not."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from services.errors import FetchFailedError, FetchRefusedError
from services.intake import Offer, offers
from services.model import RawDocument, new_document_id
from services.sources import Bounds

MOST = 1000
BOUNDS = Bounds(document_bytes=MOST)
FEED = b"<?xml version='1.0'?><rss><channel><item><title>A</title></item></channel></rss>"


@dataclass
class Web:
    """A fetcher that answers what it is told to; anything else is 404."""

    pages: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def page(self, url: str) -> RawDocument:
        self.asked.append(url)
        if "slow" in url:
            message = f"{url}: no whole answer in 20 seconds"
            raise FetchFailedError(message)
        if url not in self.pages:
            message = f"{url}: answered 404"
            raise FetchRefusedError(message)
        content, media_type = self.pages[url]
        return RawDocument(new_document_id(), "page", url, content, media_type=media_type, url=url, http_status=200)


class Broken(io.RawIOBase):
    """A stream whose device has gone."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise OSError(5, "Input/output error")


def offered(*names: str, web: Web | None = None, stdin: bytes = b"") -> list[Offer]:
    return list(offers(names, web or Web(), BOUNDS, io.BytesIO(stdin)))


def test_a_file_becomes_a_document_of_its_kind(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>text")
    (tmp_path / "b.txt").write_bytes(b"text")
    documents = [offer.document for offer in offered(str(tmp_path))]
    assert [(d.kind, d.content, d.origin) for d in documents if d] == [
        ("page", b"<p>text", str(tmp_path / "a.html")),
        ("text", b"text", str(tmp_path / "b.txt")),
    ]


def test_a_page_is_fetched_and_keeps_what_its_answer_said() -> None:
    web = Web({"https://news.test/a": (b"<html><p>text", "text/html")})
    (offer,) = offered("https://news.test/a", web=web)
    assert offer.document
    assert (offer.document.kind, offer.document.http_status) == ("page", 200)
    assert (offer.document.url, offer.document.media_type) == ("https://news.test/a", "text/html")


@pytest.mark.parametrize(
    ("path", "content", "media_type", "kind"),
    [
        ("/a", b"<p>text", "text/html", "page"),
        ("/a", b"text", "text/plain", "text"),
        ("/a", b"<!doctype html><p>", "text/plain", "page"),
        ("/a", b"<p>text", "", "page"),  # nothing was said: most likely a page
        ("/feed", FEED, "application/rss+xml", "entry"),
        ("/feed", FEED, "text/html", "entry"),  # a feed, whatever it is served as
    ],
)
def test_the_kind_of_what_is_fetched_is_told_by_its_bytes_and_type(
    path: str, content: bytes, media_type: str, kind: str
) -> None:
    url = f"https://news.test{path}"
    (offer,) = offered(url, web=Web({url: (content, media_type)}))
    assert offer.document
    assert offer.document.kind == kind


def test_what_could_not_be_fetched_says_why_once_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"text")
    gone, slow, there = offered("https://news.test/gone", "http://slow.test/", str(tmp_path / "b.txt"))
    assert (gone.name, gone.refusal, gone.document) == ("https://news.test/gone", "answered 404", None)
    assert slow.refusal == "no whole answer in 20 seconds"
    assert there.document


def test_addresses_are_told_from_paths_by_their_scheme() -> None:
    web = Web()
    scheme, path = offered("ftp://host/a", "news.test/a", web=web)
    assert scheme.refusal.startswith("unknown-scheme: ftp")
    assert path.refusal.startswith("missing")
    assert web.asked == []
    offered("HTTPS://NEWS.TEST/a", web=web)
    assert web.asked == ["HTTPS://NEWS.TEST/a"]


def test_an_empty_name_is_not_the_folder_where_one_stands() -> None:
    (offer,) = offered("")
    assert (offer.document, offer.refusal) == (None, "missing: an empty name")


def test_standard_input_is_bounded_and_may_be_closed_or_broken() -> None:
    (taken,) = offered("-", stdin=b"a" * MOST)
    assert taken.document
    assert (taken.document.content, taken.document.origin) == (b"a" * MOST, "standard input")
    assert offered("-", stdin=b"a" * (MOST + 1))[0].refusal.startswith("too-large: over 1,000 bytes")
    (closed,) = offers(["-"], Web(), BOUNDS, None)
    assert closed.refusal == "unreadable: standard input is closed"
    (broken,) = offers(["-"], Web(), BOUNDS, io.BufferedReader(Broken()))
    assert broken.refusal == "unreadable: Input/output error"


def test_ids_sort_in_the_order_of_naming() -> None:
    ids = [offer.document.id for offer in offered(*"-" * 300) if offer.document]
    assert len(ids) == 300
    assert ids == sorted(set(ids))
    assert all(len(each) == 32 for each in ids)


def test_two_calls_have_no_id_in_common() -> None:
    assert {o.document.id for o in offered("-") if o.document}.isdisjoint(
        {o.document.id for o in offered("-") if o.document}
    )


def test_names_that_are_no_utf_8_become_text(tmp_path: Path) -> None:
    path = str(tmp_path) + "/\udce9"
    Path(path).write_bytes(b"text")
    offer, missing = offered(path, "\udcff")
    assert offer.document
    assert offer.name == offer.document.origin == f"{tmp_path}/�"
    assert missing.name == "�"


def test_what_holds_several_documents_is_offered_one_by_one_with_what_can_not_be_had(tmp_path: Path) -> None:
    lines = b"".join(b'{"headline": "News %d", "articleBody": "Text."}\n' % number for number in range(100))
    (tmp_path / "large.jsonl").write_bytes(lines + b'{"headline": "' + b"a" * MOST + b'"}\n')
    (tmp_path / "large.txt").write_bytes(b"a" * (MOST + 1))
    found = offered(str(tmp_path))
    taken = [offer for offer in found if offer.document]
    assert [offer.name for offer in taken[:2]] == [f"{tmp_path}/large.jsonl:1", f"{tmp_path}/large.jsonl:2"]
    assert len(taken) == 100
    ids = [offer.document.id for offer in taken if offer.document]
    assert ids == sorted(set(ids))
    assert [(offer.name, offer.refusal.partition(":")[0]) for offer in found if offer.refusal] == [
        (f"{tmp_path}/large.jsonl:101", "too-large"),
        (f"{tmp_path}/large.txt", "too-large"),
    ]


def test_a_container_has_a_bound_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_bytes(b'{"headline": "A"}\n' * 1000)
    bounds = Bounds(document_bytes=MOST, expanded_bytes=10_000)
    (offer,) = offers([str(tmp_path / "all.jsonl")], Web(), bounds)
    assert offer.refusal == "too-large: 18,000 bytes; NEWSMILL_MAX_CONTAINER_BYTES allows 10,000"
