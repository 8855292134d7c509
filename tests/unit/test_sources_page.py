"""A page gives its text and what it states, and nothing that it doesn't."""

import pytest

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import read

PARAGRAPHS = tuple(
    f"Paragraph {n} tells of the dam above the town, of the river it holds back, and of those who watch it."
    for n in ("one", "two", "three", "four", "five")
)
BODY = "<h1>Dam opens early</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)


def page(head: str = "", body: str = BODY, lang: str = "en-GB", charset: str = "") -> Entry:
    html = f'<!doctype html><html lang="{lang}"><head><title>Dam opens early - The Paper</title>{head}</head>'
    html += f"<body><nav><a href=/>Home</a></nav><article>{body}</article><footer>Imprint</footer></body></html>"
    return read_bytes(html.encode(charset or "utf-8"), charset)


def read_bytes(content: bytes, charset: str = "") -> Entry:
    return read(RawDocument("id", "page", "https://paper.example/a", content, charset=charset))


def test_the_text_is_read_without_what_surrounds_it() -> None:
    entry = page()
    assert entry.headline == "Dam opens early"
    assert entry.paragraphs == PARAGRAPHS
    assert entry.language == "en-GB"
    assert entry.url == "https://paper.example/a"


def test_json_ld_is_believed_before_meta() -> None:
    entry = page(
        """<meta property="og:title" content="Dam opens | Paper">
        <meta property="article:published_time" content="2020-01-01">
        <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},
        {"@type":["NewsArticle"],"headline":"Dam &amp; river",
        "alternativeHeadline":"A deck","datePublished":"2024-05-01T10:00:00Z",
        "author":[{"@type":"Person","name":"Ada Roe"},"Bo Lee",{"name":"Ada Roe"}],"publisher":{"name":"The Paper"},
        "image":{"url":"/dam.jpg"},"articleSection":["Local","World"],"keywords":"dam, river"}]}</script>"""
    )
    assert entry.headline == "Dam & river"
    assert entry.alternative_headline == "A deck"
    assert (entry.published, entry.published_source) == ("2024-05-01T10:00:00Z", "json-ld")
    assert entry.authors == ("Ada Roe", "Bo Lee")
    assert entry.publisher == "The Paper"
    assert entry.image == "https://paper.example/dam.jpg"
    assert entry.section == "Local"
    assert entry.keywords == ("dam", "river")


def test_meta_serves_where_json_ld_is_broken() -> None:
    entry = page(
        """<script type="application/ld+json">{"@type":"NewsArticle", oops</script>
        <meta property="og:title" content="Dam opens">
        <meta property="article:published_time" content="2020-01-01T08:00:00+02:00">
        <meta name="author" content="Ada Roe"><meta property="article:author" content="https://paper.example/ada">
        <meta property="og:site_name" content="The Paper"><link rel="canonical" href="/canonical">"""
    )
    assert entry.headline == "Dam opens"
    assert (entry.published, entry.published_source) == ("2020-01-01T08:00:00+02:00", "meta")
    assert entry.authors == ("Ada Roe",)
    assert entry.canonical_url == "https://paper.example/canonical"


def test_a_date_that_only_the_text_mentions_is_not_the_page_s() -> None:
    entry = page(body=BODY + "<p>On 3 March 2019 the dam was inspected and found to be sound by the engineers.</p>")
    assert entry.published == ""
    assert entry.published_source == ""


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.example/", "http://", "http://["],
)
def test_only_web_addresses_pass(address: str) -> None:
    entry = page(f'<link rel="canonical" href="{address}"><meta property="og:image" content="{address}">')
    assert entry.canonical_url == ""
    assert entry.image == ""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_the_charset_is_taken_from_the_page_itself(charset: str) -> None:
    html = f'<html><head><meta charset="{charset}"><title>Café</title></head><body>{BODY}</body></html>'
    assert read_bytes(html.replace("<h1>Dam opens early</h1>", "<h1>Café</h1>").encode(charset)).headline == "Café"


def test_an_xml_declaration_does_not_stop_the_reader() -> None:
    html = (
        f'<?xml version="1.0" encoding="iso-8859-1"?>\n<html><head><title>Dam</title></head><body>{BODY}</body></html>'
    )
    assert read_bytes(html.encode()).paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b"<html><head><title>Nothing</title></head><body></body></html>", "no-text"),
        (b"plain words", "no-text"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"<html><body>" + b"<div>" * 200_000, "no-text"),
        (b"<html><body><p " + b"a=1 " * 200_000 + b">", "too-complex"),
        (b"<html><body>" + b"<p>x</p>" * 100_001, "too-complex"),
        (b"<html>" + b" " * 10_000_000, "too-large"),
    ],
)
def test_a_page_without_an_article_has_a_reason(content: bytes, expected: str) -> None:
    with pytest.raises(NotAnArticleError) as caught:
        read_bytes(content)
    assert caught.value.reason == expected


@pytest.mark.parametrize(
    "social", ["Dam opens early-Local|The Paper", "Dam opens early - The Paper", "Dam opens early"]
)
def test_the_site_is_no_part_of_the_headline(social: str) -> None:
    assert page(f'<meta property="og:title" content="{social}">').headline == "Dam opens early"


def test_a_hyphen_in_a_word_is_no_separator() -> None:
    assert (
        page('<meta property="og:title" content="Mid-river dam opens early">').headline == "Mid-river dam opens early"
    )


def test_json_ld_can_be_nested_to_any_depth() -> None:
    deep = '{"@type":"NewsArticle","@graph":' + "[" * 100_000 + "]" * 100_000 + "}"
    assert page(f'<script type="application/ld+json">{deep}</script>').headline == "Dam opens early"
