"""Entries become articles: clean, bounded, dated only by what was stated, equal when the content is equal."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import NotAnArticleError
from services.model import Article, Entry, RawDocument
from services.normalize import LONGEST_BODY, LONGEST_HEADLINE, dates, languages, normalize
from services.normalize.text import clean
from services.normalize.urls import web_address
from services.sources import read

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
SEEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DOCUMENT = RawDocument("trace", "text", "a.txt", b"bytes", feed_id="feed", http_status=200)


def article(entry: Entry) -> Article:
    return normalize(entry, DOCUMENT, first_seen_at=SEEN)


def from_bytes(content: bytes) -> Article:
    document = RawDocument("id", "text", "a.txt", content)
    return normalize(read(document), document, first_seen_at=SEEN)


def test_the_seed_becomes_the_first_article() -> None:
    [path] = SEEDS.glob("*.txt")
    content = path.read_bytes()
    first = from_bytes(content)
    lines = content.decode().splitlines()
    assert first.headline == lines[0]
    assert first.alternative_headline == lines[1]
    assert len(first.paragraphs) == 11
    assert first.paragraphs[1:] == tuple(lines[3:])
    assert first.dateline is not None
    assert first.dateline.text == "WASHINGTON, United States (MNTV)"
    assert (first.dateline.place, first.dateline.region, first.dateline.agency) == (
        "Washington",
        "United States",
        "MNTV",
    )
    assert lines[2].startswith(first.dateline.text)
    assert lines[2].endswith(first.paragraphs[0])
    assert first.paragraphs[0].startswith("U.S. President")
    assert first.published is None
    assert first.first_seen_at == SEEN


def test_provenance_travels_with_the_article() -> None:
    made = article(Entry("H", paragraphs=("P",), method="m"))
    assert (made.trace_id, made.raw_sha256, made.feed_id) == ("trace", DOCUMENT.sha256, "feed")
    assert (made.http_status, made.origin, made.method) == (200, "a.txt", "m")


def test_wrapping_encoding_and_spacing_do_not_change_the_fingerprint() -> None:
    text = "Café opens\nA deck\nOPORTO (AFP) — First  of all.\nSecond of all.\n"
    variants = [
        text.encode(),
        text.encode("cp1252"),
        text.encode("utf-16"),
        text.replace("\n", "\r\n").encode(),
        text.replace("é", "e\u0301").encode(),
        text.replace("of all", "of\u00a0a\u00adll").encode(),
        text.upper().encode(),
    ]
    assert len({from_bytes(variant).content_fingerprint for variant in variants}) == 1


def test_other_content_has_another_fingerprint() -> None:
    base = Entry("H", paragraphs=("PARIS (AFP) — One.", "Two."))
    others = [
        Entry("G", paragraphs=base.paragraphs),
        Entry("H", paragraphs=("PARIS (AFP) — One.", "Three.")),
        Entry("H", paragraphs=("ROME (AFP) — One.", "Two.")),
        Entry("H PARIS (AFP)", paragraphs=("One.", "Two.")),
    ]
    prints = [article(entry).content_fingerprint for entry in (base, *others)]
    assert len(set(prints)) == len(prints)
    assert all(len(each) == 32 for each in prints)


def test_a_headline_is_cut_and_a_body_never() -> None:
    made = article(Entry("x" * 2000, paragraphs=("P" * LONGEST_BODY,)))
    assert len(made.headline) == LONGEST_HEADLINE
    assert made.headline.endswith("…")
    with pytest.raises(NotAnArticleError) as caught:
        article(Entry("H", paragraphs=("P" * LONGEST_BODY, "P")))
    assert caught.value.reason == "too-long"


@pytest.mark.parametrize(
    "entry", [Entry("H"), Entry("\u200b", paragraphs=("P",)), Entry("H", paragraphs=("\u00ad", " "))]
)
def test_what_cannot_be_seen_is_no_text(entry: Entry) -> None:
    with pytest.raises(NotAnArticleError) as caught:
        article(entry)
    assert caught.value.reason == "no-text"


def test_names_hold_no_characters_that_turn_the_line() -> None:
    made = article(Entry("A\u202eB\0C", paragraphs=("P",), authors=("Ada\u202e Roe\x07", "Ada Roe", "\u200b")))
    assert made.headline == "ABC"
    assert made.authors == ("Ada Roe",)


def test_joiners_stay_where_words_and_emoji_need_them() -> None:
    assert clean("می\u200cخواهم") == "می\u200cخواهم"
    assert clean("👩\u200d👧") == "👩\u200d👧"
    assert clean("a \u200d b\u200c") == "a b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\xad\u00c2\x80", "€"),  # an invisible character hides it from the repair at first
        ("\x9d\u00c2\u00c2\x80", "€"),
        ("\u00c5\u00c5\u00e5\u00c5\u00bc\u00b9", "ÅÅåż¹"),
        ("naÃƒÂ¯ve", "naïve"),  # twice
    ],
)
def test_mojibake_is_repaired_until_nothing_changes(text: str, expected: str) -> None:
    assert clean(text) == clean(clean(text)) == expected


@given(st.text(st.characters(codec=None)))
def test_clean_text_is_valid_and_clean_text_stays(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert clean(cleaned) == cleaned
    hidden = (
        set(range(32))
        | set(range(127, 160))
        | set(range(0x202A, 0x202F))
        | set(range(0x2066, 0x206A))
        | {0x200E, 0x200F}
    )
    assert not hidden & set(map(ord, cleaned))
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-05-01T10:00:00Z", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01T10:00:00.123+0200", datetime(2024, 5, 1, 8, 0, 0, 123000, tzinfo=UTC)),
        ("2024-05-01T10:00:00.1234567Z", datetime(2024, 5, 1, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2024-05-01 10:00:00 UTC", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01T10:00:00 +02:00", datetime(2024, 5, 1, 8, tzinfo=UTC)),
        ("2024-05-01", datetime(2024, 5, 1, tzinfo=UTC)),
        ("Wed, 01 May 2024 10:00:00 GMT", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("Wed, 1 May 2024 10:00:00 -0500", datetime(2024, 5, 1, 15, tzinfo=UTC)),
        ("2026-11-25T07:00:00Z", datetime(2026, 11, 25, 7, tzinfo=UTC)),  # within a day: a wrong zone, not a wrong year
        ("2026-11-25T09:00:00Z", None),  # the future
        ("1799-12-31", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("yesterday", None),
        ("", None),
        ("٢٠٢٤-٠٥-٠١", None),
        ("2024-05-01" * 100, None),
    ],
)
def test_times_are_taken_as_stated_or_not_at_all(stated: str, expected: datetime | None) -> None:
    found = dates.published(dates.candidates(Entry("H", published=stated, published_source="meta"), SEEN))
    assert (found.at if found else None) == expected


def test_less_precise_times_are_believed_less() -> None:
    def confidence(stated: str) -> float:
        found = dates.published(dates.candidates(Entry("H", published=stated, published_source="json-ld"), SEEN))
        assert found is not None
        return found.confidence

    assert confidence("2024-05-01T10:00:00Z") > confidence("2024-05-01T10:00:00") > confidence("2024-05-01") > 0


@given(st.text(max_size=80))
def test_no_stated_time_breaks_the_parser(stated: str) -> None:
    found = dates.parse(stated)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("HTTP://News.Example:80/a?b=c#d", "http://news.example/a?b=c"),
        ("https://news.example:8443", "https://news.example:8443/"),
        ("https://user:secret@news.example/", "https://news.example/"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/ä"),
        ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
        ("javascript:alert(1)", ""),
        ("//news.example/a", ""),
        ("https:///a", ""),
        ("https://news.example:99999/", ""),
        ("https://news.example/a b", ""),
        ("https://news.example/\u202ea", ""),
        ("https://[", ""),
        ("https://" + "a" * 70 + "ä.example/", ""),
        ("https://news.example/" + "a" * 5000, ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_kept_in_one_form(address: str, expected: str) -> None:
    assert web_address(address) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("en", "en"),
        ("pt_br.UTF-8", "pt-BR"),
        ("eng", "en"),
        ("ZH-hans-cn", "zh-Hans-CN"),
        ("und", ""),
        ("English", ""),
        ("", ""),
    ],
)
def test_language_tags_are_those_of_bcp_47(stated: str, expected: str) -> None:
    assert languages.tag(stated) == expected
