"""Bytes of every kind become an entry or an outcome with a name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import READERS, kind_of, read

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
LINES = "Dam opens early\nEngineers had warned of the flood\nWater reached the café at noon.\nNobody was hurt.\n"


def read_text(content: bytes, charset: str = "") -> Entry:
    return read(RawDocument("id", "text", "a.txt", content, charset=charset))


def reason(content: bytes, kind: str = "text") -> str:
    with pytest.raises(NotAnArticleError) as caught:
        read(RawDocument("id", kind, "a", content))
    return caught.value.reason


def test_the_seed_is_headline_deck_and_eleven_paragraphs() -> None:
    [path] = SEEDS.glob("*.txt")
    content = path.read_bytes()
    entry = read_text(content)
    lines = content.decode().splitlines()
    assert entry.headline == lines[0]
    assert entry.alternative_headline == lines[1]
    assert entry.paragraphs == tuple(lines[2:])
    assert len(entry.paragraphs) == 11
    assert entry.published == ""


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("latin-1"),
        LINES.encode("utf-16"),
        LINES.encode("utf-16-le"),  # without a mark
        LINES.encode("utf-16-be"),
        LINES.encode("utf-32"),
        LINES.replace("\n", "\r\n").encode(),
        LINES.replace("\n", "\r").encode("cp1252"),
        LINES.replace("early", "ea\0rly").encode(),  # stray NULs
        LINES.replace(" ", "\0 ", 3).encode("latin-1"),
        b"\n\n  " + LINES.encode(),
    ],
)
def test_one_text_reads_alike_in_any_encoding(content: bytes) -> None:
    entry = read_text(content)
    assert entry.headline == "Dam opens early"
    assert entry.alternative_headline == "Engineers had warned of the flood"
    assert entry.paragraphs == ("Water reached the café at noon.", "Nobody was hurt.")


def test_windows_quotes_survive_a_latin_1_label() -> None:
    entry = read_text("Title\n“It’s late” – she said.\nMore.".encode("cp1252"), "iso-8859-1")
    assert "“It’s late” – she said." in (entry.alternative_headline, *entry.paragraphs)


def test_a_declared_charset_decodes_what_no_rule_could_tell() -> None:
    russian = "Новости дня\nСегодня в городе прошёл дождь.\nЗавтра обещают снег.\n"
    assert reason(russian.encode("cp1251")) == "unknown-encoding"
    assert read_text(russian.encode("cp1251"), "windows-1251").headline == "Новости дня"


@pytest.mark.parametrize("label", ["utf-7", "unicode_escape", "rot13", "idna", "no such thing", "\0", "é"])
def test_a_charset_that_is_none_is_ignored(label: str) -> None:
    assert read_text(LINES.encode("latin-1"), label).headline == "Dam opens early"


def test_one_broken_byte_does_not_make_mojibake_of_utf_8() -> None:
    entry = read_text("Élection à Paris\nLa fête a été annulée.\nFin.".encode() + b" caf\xe9")
    assert entry.headline == "Élection à Paris"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b" \r\n\t\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"---\n===\n", "empty"),
        (b"Only a headline\n", "no-text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06", "binary"),
        (b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\0>\0", "binary"),
        (b"%PDF-1.7\n1 0 obj << /Type /Catalog >>\nendobj", "binary"),
        (b"PK\x03\x04" + b"plain looking text " * 20, "binary"),
        (bytes(5000), "binary"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_what_is_no_article_has_a_reason(content: bytes, expected: str) -> None:
    assert reason(content) == expected


def test_a_kind_without_reader_is_named() -> None:
    assert reason(b"x", "telegram") == "unknown-kind"


def test_paragraphs_between_blank_lines_are_paragraphs() -> None:
    entry = read_text(b"Title\n\nFirst one. It goes on.\n\nSecond one.\n")
    assert entry.alternative_headline == ""
    assert entry.paragraphs == ("First one. It goes on.", "Second one.")


def test_a_deck_may_stand_between_blank_lines() -> None:
    entry = read_text(b"Title\n\nA deck without a period\n\nFirst.\n\nSecond.\n")
    assert entry.alternative_headline == "A deck without a period"
    assert entry.paragraphs == ("First.", "Second.")


def test_wrapped_lines_are_joined() -> None:
    text = "Title\n\nThe river rose at night and\nreached the bridge by dawn,\nwhere it stood.\n\n"
    text += "Nobody was hurt in the\nflood.\n"
    entry = read_text(text.encode())
    assert entry.paragraphs == (
        "The river rose at night and reached the bridge by dawn, where it stood.",
        "Nobody was hurt in the flood.",
    )


def test_a_second_line_is_body_when_it_opens_like_a_wire_story_or_is_long_or_the_last() -> None:
    wire = "PARIS, May 2 (AFP) - The train left."
    assert read_text(f"Title\n{wire}\nIt was late.".encode()).paragraphs[0] == wire
    assert read_text(b"Title\n" + b"x" * 301 + b"\nIt was late.").alternative_headline == ""
    assert read_text(b"Title\nThe body").paragraphs == ("The body",)


@pytest.mark.parametrize(
    ("content", "deck", "paragraphs"),
    [
        # the seed's shape: whatever stands in line 2 is the deck, also a whole sentence
        ("T\nA sentence.\nFirst.\nSecond.\n", "A sentence.", ("First.", "Second.")),
        ("T\nDeck\n\nFirst.\n\nSecond.\n", "Deck", ("First.", "Second.")),
        ("T\n\nDeck\nFirst.\n", "", ("Deck", "First.")),  # a blank line, and no blank after: one paragraph a line
        ("T\n\n\n\nOnly one.\n\n\n", "", ("Only one.",)),
        # wrapped at a width, with and without a deck, and without blank lines (then a line is a paragraph)
        (
            "T\nDeck\n\nThe river rose\nat night.\n\nNobody was\nhurt.\n",
            "Deck",
            ("The river rose at night.", "Nobody was hurt."),
        ),
        ("T\nThe river rose\nat night.\n\nNobody was\nhurt.\n", "", ("The river rose at night.", "Nobody was hurt.")),
        ("T\nDeck\nThe river rose\nat night.\n", "Deck", ("The river rose", "at night.")),
        # lines longer than any width are paragraphs, also between blank lines
        ("T\n\n" + "x " * 60 + "\nSecond\n\nThird\n", "", (("x " * 60).strip(), "Second", "Third")),
        ("  T  \n\t Deck \n\u00a0First.\u00a0\n\u00a0Second.\n", "Deck", ("First.", "Second.")),
        ("T\u2028Deck\u2029First.\fSecond.", "Deck", ("First.", "Second.")),
        ("# T\n## Deck\n\nFirst.\n\n- - -\n\nSecond.", "Deck", ("First.", "Second.")),
        ("T\n===\n\nFirst.\n\n### About C#\n\nSecond.", "", ("First.", "About C#", "Second.")),
    ],
)
def test_shapes_of_text(content: str, deck: str, paragraphs: tuple[str, ...]) -> None:
    for variant in (content, content.replace("\n", "\r\n"), content.rstrip("\n")):
        entry = read_text(variant.encode())
        assert (entry.headline, entry.alternative_headline, entry.paragraphs) == ("T", deck, paragraphs)


@pytest.mark.parametrize(
    "line", ["# a" + " " * 200_000 + "b", "# " + "#" * 200_000 + "b", "(" * 200_000, "- " * 200_000 + "x"]
)
def test_a_very_long_line_is_read_in_a_moment(line: str) -> None:
    entry = read_text(f"{line}\n{line}\n{line}\n".encode())
    assert entry.paragraphs[-1].endswith(line[-1])


def test_a_file_of_countless_lines_is_no_article() -> None:
    assert reason(b"a\n" * 200_000) == "too-complex"


def test_markdown_marks_go() -> None:
    entry = read_text(b"# Title #\n\nFirst paragraph.\n\n***\n\n## Part two\n\nSecond.\n")
    assert entry.headline == "Title"
    assert entry.paragraphs == ("First paragraph.", "Part two", "Second.")


@pytest.mark.parametrize(
    ("name", "content", "media_type", "expected"),
    [
        ("a.txt", b"Hello", "", "text"),
        ("a", b"Hello", "", "text"),
        ("a.html", b"Hello", "", "page"),
        ("a.txt", b"\n <!DOCTYPE html><p>", "", "page"),
        ("a.txt", b"<!-- c --><HTML>", "text/plain", "page"),
        ("a", b'<?xml version="1.0"?><html xmlns="x">', "", "page"),
        ("a", "<html>".encode("utf-16"), "", "page"),
        ("a.txt", b"Hello", "text/html; charset=utf-8", "page"),
        ("a.xml", b"<?xml version='1.0'?><rss>", "", "feed"),
        ("a", b"<rss version='2.0'>", "", "feed"),
        ("a", b"<?xml version='1.0'?><!-- c -->\n<feed>", "text/html", "feed"),  # a feed, whatever it is served as
        ("a", b"<?xml version='1.0'?><svg>", "text/html", "page"),
        ("a", b"<!-- -->" * 128 + b"Hello", "", "text"),  # took for ever where each comment may end at any later one
        ("a.json", b"{}", "", "json"),
        ("a", b' {"headline": "News"}', "text/plain", "json"),
        ("a.txt", b"[Reuters] A bridge opened.", "", "text"),
        ("a.md", b"---\ntitle: News\n---\n", "", "markdown"),
        ("a.eml", b"From: a@news.test\n\nText", "", "mail"),
        ("a", b"<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>", "", "nitf"),
        ("a", b"<n:newsMessage xmlns:n='http://iptc.org/std/nar/2006-10-01/'>", "", "newsml"),
        ("a", b"<opml version='2.0'>", "", "opml"),
        ("a.txt", b"\x1f\x8b\x08", "", "gzip"),
        ("a", b"PK\x03\x04", "", "zip"),
        ("a", b"WARC/1.1\r\n", "", "warc"),
        ("a", bytes(257) + b"ustar", "", "tar"),
    ],
)
def test_the_kind_is_told_by_bytes_then_type_then_name(
    name: str, content: bytes, media_type: str, expected: str
) -> None:
    assert kind_of(name, content, media_type) == expected


NAMES = {"empty", "binary", "no-text", "unknown-encoding", "too-complex", "broken-json", "broken-xml", "not-a-message"}
NAMES |= {"broken-entry", "not-an-article"}


@given(content=st.binary(max_size=3000), kind=st.sampled_from(sorted(READERS)), charset=st.text(max_size=12))
def test_any_bytes_become_an_entry_or_a_reason(content: bytes, kind: str, charset: str) -> None:
    found: Entry | str
    try:
        found = read(RawDocument("id", kind, "o", content, charset=charset))
    except NotAnArticleError as error:
        found = error.reason
    if isinstance(found, str):
        assert found in NAMES
    else:
        assert found.headline
        assert all(found.paragraphs)
