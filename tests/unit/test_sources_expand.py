"""What holds several documents is taken apart as a stream, and whatever is wrong with a member costs only itself."""

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from services.model import RawDocument
from services.sources import Bounds, Refusal, expand, expand_stream, read

STORY = b"Bridge opens\n\nThe bridge opened at noon.\n"
SMALL = Bounds(document_bytes=100_000, expanded_bytes=5_000_000, members=50)


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def tarred(members: Mapping[str, bytes], *others: tarfile.TarInfo) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, member in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(member)
            archive.addfile(info, io.BytesIO(member))
        for other in others:
            archive.addfile(other)
    return content.getvalue()


def warc(*answers: tuple[str, bytes]) -> bytes:
    """Return a WARC of (address, whole HTTP answer)."""
    records = []
    for address, answer in answers:
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-11-20T10:00:00Z\r\n"
            f"WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(records)


def answer(body: bytes, media_type: str = "text/html; charset=utf-8", status: str = "200 OK", extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{extra}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def members(content: bytes, name: str = "news", bounds: Bounds = SMALL) -> list[RawDocument | Refusal]:
    return list(expand(RawDocument("i", "", name, content), bounds))


def told(content: bytes, name: str = "news", bounds: Bounds = SMALL) -> list[tuple[str, str]]:
    """Return name → kind of a document, or the name of the reason why there is none."""
    return [
        (each.origin, each.kind) if isinstance(each, RawDocument) else (each.name, each.reason.partition(":")[0])
        for each in members(content, name, bounds)
    ]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_one_packed_file_is_the_document_in_it(pack: Callable[[bytes], bytes]) -> None:
    (found,) = members(pack(STORY), "story.txt.gz")
    assert isinstance(found, RawDocument)
    assert (found.content, found.kind, found.origin, found.id) == (STORY, "text", "story.txt.gz!story.txt", "i-000000")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_tar_gives_its_files_however_it_is_packed(pack: Callable[[bytes], bytes]) -> None:
    found = members(pack(tarred({"a/one.txt": STORY, "two.html": b"<html><p>Text", "three.json": b"{}"})))
    documents = [each for each in found if isinstance(each, RawDocument)]
    assert [each.kind for each in documents] == ["text", "page", "json"]
    assert [each.content for each in documents] == [STORY, b"<html><p>Text", b"{}"]
    assert documents[0].origin.endswith("!a/one.txt")


def test_a_zip_gives_its_files_and_those_of_a_zip_in_it() -> None:
    inner = zipped({"b.txt": STORY})
    found = members(zipped({"a.txt": STORY, "inner.zip": inner, "folder/": b""}), "all.zip")
    assert [(each.id, each.origin) for each in found if isinstance(each, RawDocument)] == [
        ("i-000000", "all.zip!a.txt"),
        ("i-000001-000000", "all.zip!inner.zip!b.txt"),
    ]


def test_the_same_container_again_gives_the_same_ids() -> None:
    content = zipped({"a.txt": STORY, "b.jsonl": b'{"headline": "A"}\n{"headline": "B"}\n'})
    assert [e.id for e in members(content) if isinstance(e, RawDocument)] == [
        e.id for e in members(content) if isinstance(e, RawDocument)
    ]


def test_a_document_that_holds_no_others_is_itself() -> None:
    document = RawDocument("i", "text", "a.txt", STORY)
    assert list(expand(document)) == [document]


def test_each_line_is_a_document_a_blank_one_none_and_a_long_one_costs_itself() -> None:
    long = b'{"headline": "' + b"a" * 300_000 + b'"}'
    content = b"\xef\xbb\xbf" + b'{"headline": "A"}\r\n\n  \nnot json\n' + long + b"\n" + b'{"headline": "B"}'
    assert told(content, "news.jsonl") == [
        ("news.jsonl:1", "json"),
        ("news.jsonl:4", "json"),  # its reader says what is wrong with it, and the ledger counts it
        ("news.jsonl:5", "too-large"),
        ("news.jsonl:6", "json"),
    ]
    first = members(content, "news.jsonl")[0]
    assert isinstance(first, RawDocument)
    assert first.content == b'{"headline": "A"}'


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ([{"headline": "A"}, {"headline": "B"}], 2),
        ({"articles": [{"headline": "A"}, {"headline": "B"}], "total": 2}, 2),  # as APIs export
        ({"headline": "A", "author": [{"name": "Ann"}]}, 1),
        ({"@graph": [{"headline": "A"}], "@type": "x"}, 1),
        ([], 1),  # said to be empty
    ],
)
def test_a_list_of_articles_is_each_of_them(value: object, count: int) -> None:
    assert len(told(json.dumps(value).encode(), "news.json")) == count


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_the_pages_of_a_crawl_come_with_address_and_status(pack: Callable[[bytes], bytes]) -> None:
    squeezed = gzip.compress(b"<html><p>Packed")
    content = warc(
        ("https://a.test/1", answer(b"<html><p>Text", "text/html; charset=iso-8859-1")),
        ("https://a.test/2", answer(squeezed, extra="Content-Encoding: gzip\r\n")),
        ("https://a.test/3", answer(b"Gone", status="404 Not Found")),
        ("https://a.test/4.png", answer(b"\x89PNG", "image/png")),
        ("https://a.test/5", answer(b"<html>" + b"a" * 200_000)),
    )
    found = members(pack(content), "crawl.warc.gz")
    pages = [each for each in found if isinstance(each, RawDocument)]
    assert [(each.kind, each.url, each.http_status, each.charset, each.content) for each in pages] == [
        ("page", "https://a.test/1", 200, "iso-8859-1", b"<html><p>Text"),
        ("page", "https://a.test/2", 200, "utf-8", b"<html><p>Packed"),
    ]
    assert [(each.reason.partition(":")[0], each.is_skipped) for each in found if isinstance(each, Refusal)] == [
        ("not-a-page", True),
        ("not-a-page", True),
        ("too-large", False),
    ]


def test_a_crawl_may_bring_the_dictionary_that_it_was_packed_with() -> None:
    pages = [
        warc((f"https://a.test/{n}", answer(b"<html><p>A page about the bridge, number %d" % n))) for n in range(9)
    ]
    dictionary = zstandard.ZstdCompressionDict(b"".join(pages[:2]))
    packed = zstandard.ZstdCompressor(dict_data=dictionary)
    frame = b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(dictionary.as_bytes())) + dictionary.as_bytes()
    content = frame + b"".join(packed.compress(page) for page in pages)
    assert len(told(content, "crawl.warc.zst")) == 9


def test_a_crawl_that_breaks_off_gives_what_was_whole() -> None:
    content = warc(("https://a.test/1", answer(b"<html><p>Text"))) + b"WARC/1.0\r\nnonsense"
    assert told(gzip.compress(content))[0] == ("news!news!https://a.test/1", "page")
    cut = gzip.compress(warc(*((f"https://a.test/{n}", answer(b"<html>%d" % n)) for n in range(40))))
    assert told(cut[:-20])[-1] == ("news!news", "broken-warc")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.css", "not-a-document"),
        ("picture.JPG", "not-a-document"),
        (".hidden.txt", "hidden"),
        ("__MACOSX/a.txt", "hidden"),
    ],
)
def test_what_is_no_document_by_its_name_is_left_out(name: str, reason: str) -> None:
    for content in (zipped({name: STORY}), tarred({name: STORY})):
        (found,) = members(content)
        assert isinstance(found, Refusal)
        assert (found.reason.partition(":")[0], found.is_skipped) == (reason, True)


def test_a_name_is_never_a_path_and_can_be_printed() -> None:
    names = ["../../etc/passwd", "/etc/passwd", "C:\\x", "a\x1b[31m\u202etxt", "x" * 2000]
    found = [each for each in members(tarred(dict.fromkeys(names, STORY))) if isinstance(each, RawDocument)]
    assert [each.origin for each in found[:4]] == [
        "news!../../etc/passwd",
        "news!/etc/passwd",
        "news!C:\\x",
        "news!a\ufffd[31m\ufffdtxt",
    ]
    assert len(found[4].origin) < 320


def test_links_devices_and_pipes_of_a_tar_are_no_files() -> None:
    others = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE):
        info = tarfile.TarInfo(f"a{kind.decode()}")
        info.type, info.linkname = kind, "/etc/passwd"
        others.append(info)
    reasons = [reason for _, reason in told(tarred({"a.txt": STORY}, *others))]
    assert reasons[:5] == ["text", "not-a-file", "not-a-file", "not-a-file", "not-a-file"]


def test_an_encrypted_member_is_named_and_the_rest_goes_on() -> None:
    content = bytearray(zipped({"a.txt": STORY, "b.txt": STORY}))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1
    assert told(bytes(content)) == [("news!a.txt", "encrypted"), ("news!b.txt", "text")]


def test_a_broken_member_costs_itself() -> None:
    content = bytearray(zipped({"a.txt": STORY * 9, "b.txt": STORY}))
    content[50] ^= 0xFF
    assert told(bytes(content)) == [("news!a.txt", "broken-file"), ("news!b.txt", "text")]


def test_a_size_that_lies_costs_the_member() -> None:
    content = zipped({"a.txt": STORY * 9, "b.txt": STORY}, zipfile.ZIP_STORED)
    lying = content.replace(struct.pack("<II", len(STORY * 9), len(STORY * 9)), struct.pack("<II", 10, 10))
    assert told(lying) == [("news!a.txt", "broken-file"), ("news!b.txt", "text")]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_bomb_is_named_and_never_unpacked(pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(30_000_000))
    assert told(bomb, "bomb.txt.gz") == [("bomb.txt.gz!bomb.txt", "too-large")]


def test_a_bomb_in_a_zip_costs_itself_until_the_whole_is_too_much() -> None:
    one = zipped({"bomb.txt": bytes(300_000), "a.txt": STORY})
    assert told(one) == [("news!bomb.txt", "too-large"), ("news!a.txt", "text")]
    many = zipped({f"{n}.txt": bytes(900) for n in range(40)})
    assert [reason for _, reason in told(many, bounds=replace(SMALL, expanded_bytes=9000))][-2:] == [
        "text",
        "too-large",
    ]


def test_a_bomb_in_bombs_is_held_by_the_size_of_the_outermost() -> None:
    bomb = zipped({f"{n}.zip": zipped({f"{m}.txt": bytes(90_000) for m in range(9)}) for n in range(9)})
    found = [reason for _, reason in told(bomb, bounds=replace(SMALL, ratio=1, members=1000))]
    assert found[-1] == "too-large"
    assert found.count("text") < 20


def test_containers_in_each_other_end_at_a_depth() -> None:
    content = STORY
    for _ in range(6):
        content = zipped({"a.zip": content})
    (found,) = members(content)
    assert isinstance(found, Refusal)
    assert found.reason.startswith("too-deep")


def test_more_members_than_may_be_end_it() -> None:
    found = told(tarred({f"{n}.txt": STORY for n in range(60)}))
    assert len(found) == 51
    assert found[-1] == ("news", "too-many")


def test_a_directory_of_a_zip_that_would_fill_the_memory_is_not_read() -> None:
    content = bytearray(zipped({"a.txt": STORY}) + bytes(20_000_000))
    end = content.index(b"PK\x05\x06")
    directory = content.index(b"PK\x01\x02")
    tail = content[end : end + 22]
    tail[12:20] = struct.pack("<II", len(content) - directory, directory)
    (found,) = members(bytes(content) + bytes(tail))
    assert isinstance(found, Refusal)
    assert found.reason.startswith("too-large: a directory")


def test_a_header_of_a_tar_that_claims_gigabytes_is_not_believed() -> None:
    info = tarfile.TarInfo("a")
    info.type, info.size = tarfile.XHDTYPE, 5_000_000_000
    assert [reason for _, reason in told(info.tobuf() + bytes(2000))] == ["too-large"]


def test_an_xz_that_asks_for_gigabytes_of_memory_is_refused() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    content = bytearray(lzma.compress(STORY, filters=filters))
    # The dictionary's size is one byte of the block header, which is checked: 40 stands for 4 GB.
    block = 12
    size = (content[block] + 1) * 4
    content[block : block + size - 4] = content[block : block + size - 4].replace(b"\x21\x01\x10", b"\x21\x01\x28")
    content[block + size - 4 : block + size] = struct.pack("<I", zlib.crc32(content[block : block + size - 4]))
    assert told(bytes(content), "a.txt.xz") == [("a.txt.xz!a.txt", "broken-file")]


@pytest.mark.parametrize("content", [zipped({}), b"<rss><channel/></rss>", b"[]", b"\n"])
def test_what_holds_nothing_says_so(content: bytes) -> None:
    assert told(content, "news.jsonl" if content == b"\n" else "news")[0][1] == "empty"


def test_a_feed_gives_its_entries_and_a_sitemap_what_it_lists() -> None:
    item = b"<title>A</title><link>https://a.test/1</link><description>%b</description>"
    feed = b"<rss><channel><title>Town</title><item>%b</item></channel></rss>" % item
    (found,) = members(feed % b"Text", "feed.xml")
    assert isinstance(found, RawDocument)
    assert (found.kind, found.origin, found.url) == ("entry", "feed.xml#1", "https://a.test/1")
    assert read(found).publisher == "Town"
    # Without text the page that it links to is fetched; without a link there is nothing to fetch.
    assert told(feed % b" ", "feed.xml") == told(feed % b"&lt;img src=/x&gt;", "feed.xml") == [("feed.xml#1", "link")]
    assert told(b"<rss><channel><item><title>A</title></item></channel></rss>", "feed.xml") == [("feed.xml#1", "entry")]
    sitemap = b"<urlset><url><loc>https://a.test/1</loc></url><url><loc>https://a.test/2</loc></url></urlset>"
    assert [kind for _, kind in told(gzip.compress(sitemap), "sitemap.xml.gz")] == ["link", "link"]
    index = b"<sitemapindex><sitemap><loc>https://a.test/s.xml</loc></sitemap></sitemapindex>"
    assert told(index) == [("news#https://a.test/s.xml", "not-a-document")]
    json_feed = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "Text"}]}'
    assert told(json_feed, "feed.json") == [("feed.json#1", "entry")]
    assert told(b"<rss><channel>" + b"<item>" * 5, "broken.xml")[0][1] in {"entry", "not-a-feed", "empty"}


def test_an_office_document_is_no_archive_of_documents() -> None:
    content = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert told(content, "a.docx") == [("a.docx", "binary")]


def test_a_large_container_is_read_as_a_stream() -> None:
    class Endless(io.RawIOBase):
        """Lines without an end, of which only what is asked for is made."""

        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            lines = (b'{"headline": "A", "articleBody": "B"}\n' * 2000)[: len(buffer)]
            self.given += len(lines)
            buffer[: len(lines)] = lines
            return len(lines)

    stream = Endless()
    lines = expand_stream(RawDocument("i", "jsonl", "all.jsonl", b""), stream, 10**12)  # type: ignore[arg-type]
    for _ in range(5):
        next(lines)
    assert stream.given < 200_000


@given(
    content=st.binary(max_size=200),
    magic=st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b""]),
)
def test_any_bytes_give_documents_or_reasons(content: bytes, magic: bytes) -> None:
    for name in ("a.tar", "a.warc", "a.jsonl", "a.eml", "a.json"):
        for each in members(magic + content, name):
            assert isinstance(each, RawDocument) or each.reason
