"""Documents of each format beside what must be read from them: wires, JSON, messages, Markdown."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import expand, kind_of, read
from services.sources.json import ninjs

DATA = Path(__file__).parents[1] / "data" / "formats"
DOCUMENTS = sorted(path for path in DATA.iterdir() if path.suffix != ".json" and path.name != "README.md")
EMPTY = asdict(Entry(headline=""))


def expected(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))


def entry(content: str | bytes, kind: str = "json", url: str = "") -> Entry:
    return read(RawDocument("id", kind, "o", content if isinstance(content, bytes) else content.encode(), url=url))


def reason(content: str | bytes, kind: str = "json") -> str:
    with pytest.raises(NotAnArticleError) as caught:
        entry(content, kind)
    return caught.value.reason


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_each_format_gives_the_values_beside_it(path: Path) -> None:
    wanted = expected(path)
    kind = wanted.pop("kind")
    found = asdict(entry(path.read_bytes(), kind))
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
    assert {name: value for name, value in told.items() if value != EMPTY[name] and value != []} | {
        "method_version": 1
    } == wanted | {"method_version": 1}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_each_format_is_told_by_its_bytes_or_name(path: Path) -> None:
    name = path.name if path.suffix in {".md", ".eml"} else "document"
    assert kind_of(name, path.read_bytes()) == expected(path)["kind"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('{"headline": "News"}', "no-text"),
        ('{"articleBody": "Text."}', "no-text"),
        ("[1]", "not-an-article"),
        ('"text"', "not-an-article"),
        ('{"headline": ', "broken-json"),
        ("[" * 100_000, "too-complex"),
        ('{"n": ' + "9" * 5000 + "}", "broken-json"),  # an integer that takes Python quadratic time
        ('{"uri": "urn:x", "type": "picture", "headline": "A boat", "versioncreated": "2026-01-01"}', "not-an-article"),
        ('{"uri": "urn:x", "versionCreated": "2026-01-01", "headlines": [{"value": "A"}]}', "no-text"),
    ],
)
def test_json_without_an_article_says_why(content: str, name: str) -> None:
    assert reason(content) == name


@pytest.mark.parametrize(
    ("fields", "headline", "paragraphs"),
    [
        ({"title": "A", "content": "<p>One.</p><p>Two &amp; more.</p>"}, "A", ("One.", "Two & more.")),
        ({"title": "A <b>bold</b> one", "text": "One.\r\nTwo."}, "A bold one", ("One.", "Two.")),
        ({"headline": "A", "body": ["One.", "Two."]}, "A", ("One.", "Two.")),
        ({"headline": "A", "paragraphs": ["One."]}, "A", ("One.",)),
        ({"@graph": [{"@type": "WebPage"}, {"headline": "A", "articleBody": "One."}]}, "A", ("One.",)),
        ({"headline": "5 < 6 and 7 > 6", "articleBody": "a < b"}, "5 < 6 and 7 > 6", ("a < b",)),
    ],
)
def test_an_article_is_read_under_the_names_that_others_use(
    fields: dict[str, object], headline: str, paragraphs: tuple[str, ...]
) -> None:
    found = entry(json.dumps(fields))
    assert (found.headline, found.paragraphs) == (headline, paragraphs)


def test_values_of_the_wrong_type_are_passed_over() -> None:
    fields = {"headline": "A", "articleBody": "B", "author": {"x": 1}, "keywords": 7, "image": [[]], "url": {"y": []}}
    found = entry(json.dumps(fields))
    assert (found.authors, found.keywords, found.image, found.url) == ((), ("7",), "", "")


def test_a_script_address_is_no_address() -> None:
    found = entry('{"headline": "A", "articleBody": "B", "url": "javascript:alert(1)", "image": "data:image/png,x"}')
    assert (found.url, found.image) == ("", "")


def test_an_ordinary_object_with_a_uri_is_not_taken_for_ninjs() -> None:
    assert not ninjs.is_ninjs({"uri": "x", "headline": "A", "articleBody": "B"})
    assert ninjs.is_ninjs({"uri": "x", "versioncreated": "2026-01-01T00:00:00Z"})


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        ("", "nitf", "empty"),
        ("<nitf>", "nitf", "broken-xml"),
        ("<nitf><body/></nitf>", "nitf", "no-text"),
        ("<newsItem/>", "newsml", "no-text"),
        ("<packageItem/>", "newsml", "not-an-article"),
        ("<newsItem><itemMeta><itemClass qcode='ninat:picture'/></itemMeta></newsItem>", "newsml", "not-an-article"),
        ("<nitf>" + "<p>" * 300 + "</p>" * 300 + "</nitf>", "nitf", "broken-xml"),  # libxml2's 256 levels
        ("<nitf>" + "<p/>" * 200_001 + "</nitf>", "nitf", "too-complex"),
        ("Text without a header", "mail", "not-a-message"),
        ("Subject: News\n\n", "mail", "no-text"),
        ("From: a@b.test\n\nText.", "mail", "no-text"),
        ("---\ntitle: A\n---\n", "markdown", "no-text"),
    ],
)
def test_what_holds_no_article_says_why(content: str, kind: str, name: str) -> None:
    assert reason(content, kind) == name


def test_entities_of_a_document_stay_what_they_are(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE nitf [<!ENTITY l0 "ha"><!ENTITY file SYSTEM "{secret.as_uri()}">{laughs}]>'
    nitf = (
        "<nitf><head><title>A</title></head>"
        "<body><body.content><p>One &file; &l8; two.</p></body.content></body></nitf>"
    )
    try:
        found = entry(doctype + nitf, "nitf").paragraphs
    except NotAnArticleError as error:
        found = (error.reason,)
    assert found in {("One two.",), ("broken-xml",)}


def test_plain_content_in_newsml_is_parted_at_its_lines() -> None:
    item = (
        "<newsItem><contentMeta><headline>A</headline></contentMeta><contentSet>"
        "<inlineData contenttype='text/plain'>One.\n\nTwo\ngoes on.</inlineData></contentSet></newsItem>"
    )
    assert entry(item, "newsml").paragraphs == ("One.", "Two goes on.")


def test_a_message_of_several_items_is_taken_apart_with_its_packages() -> None:
    message = (
        "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>"
        "<packageItem guid='p'/><newsItem guid='N1'/><newsItem/></itemSet></newsMessage>"
    )
    found = [
        each for each in expand(RawDocument("i", "newsml", "m.xml", message.encode())) if isinstance(each, RawDocument)
    ]
    assert [each.origin for each in found] == ["m.xml!p", "m.xml!N1", "m.xml!3"]
    assert [each.id for each in found] == ["i-000000", "i-000001", "i-000002"]


def test_a_plain_message_is_unwrapped_and_ends_at_its_signature() -> None:
    mail = "Subject: Re: Fwd: News\nFrom: ann@town.test\n\nOne line\ngoes on.\n\nTwo.\n\n-- \nAnn\n"
    found = entry(mail, "mail")
    assert (found.headline, found.paragraphs) == ("News", ("One line goes on.", "Two."))
    assert (found.authors, found.publisher) == ((), "town.test")


def test_what_is_attached_to_a_message_becomes_documents_and_a_picture_is_left_out() -> None:
    path = DATA / "newsletter.eml"
    release, picture = list(expand(RawDocument("i", "mail", "n.eml", path.read_bytes())))[1:]
    assert isinstance(release, RawDocument)
    assert (release.kind, release.origin, entry(release.content, "text").headline) == (
        "text",
        "n.eml!release.txt",
        "Timetable changes",
    )
    assert not isinstance(picture, RawDocument)
    assert (picture.name, picture.reason, picture.is_skipped) == ("n.eml!map.png", "not-a-document: image/png", True)


@pytest.mark.parametrize(
    ("matter", "headline", "published"),
    [
        ("+++\ntitle = 'A'\ndate = 2026-01-02\n+++\nText.\n", "A", "2026-01-02"),
        ("---\ntitle: A\n...\nText.\n", "A", ""),
        ("---\nNot a fact\n---\nText.\n", "Not a fact", ""),  # a rule around a headline
        ("# A\n\nText.\n", "A", ""),
    ],
)
def test_front_matter_is_facts_and_no_headline(matter: str, headline: str, published: str) -> None:
    found = entry(matter, "markdown")
    assert (found.headline, found.published, found.paragraphs) == (headline, published, ("Text.",))


MANY = 100_000


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Subject: " + "=?utf-8?q?a?= " * MANY + "\n\nText.", "mail"),  # minutes in the email package's new form
        ("Subject: a\nFrom: " + "(" * MANY + "\n\nText.", "mail"),
        ("Subject: a\nFrom: " + "a," * MANY + "\n\nText.", "mail"),
        ("# A\n\n" + "[" * MANY, "markdown"),
        ("# A\n\n" + "[](a" * MANY, "markdown"),
        ("# A\n\n" + "*a " * MANY, "markdown"),
    ],
)
def test_what_is_built_to_take_long_is_read_all_the_same(content: str, kind: str) -> None:
    assert entry(content, kind).paragraphs


@pytest.mark.parametrize(
    "content",
    [
        "Content-Type: text/plain" + "; a=b" * MANY + "\n\nText.",
        "Content-Type: multipart/mixed; boundary=x\n\n" + "--x\n\na\n" * MANY,
        "Content-Type: message/rfc822\n\n" * 1000,
        "a: b\n" * MANY + "\nText.",
    ],
)
def test_a_message_that_would_take_gigabytes_is_refused(content: str) -> None:
    assert reason("Subject: a\n" + content, "mail") == "too-complex"


def test_a_message_in_the_raw_bytes_of_no_charset_is_read() -> None:
    mail = b"Subject: Br\xc3\xbccke\nContent-Type: text/plain; charset=x-unknown\n\nOffen \xc3\xbcber Mittag.\n"
    found = entry(mail, "mail")
    assert (found.headline, found.paragraphs) == ("Brücke", ("Offen über Mittag.",))


def test_a_message_that_is_forwarded_as_an_attachment_is_a_document_of_its_own() -> None:
    mail = (
        "Subject: Outer\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nText.\n"
        "--x\nContent-Type: message/rfc822\n\nSubject: Inner\n\nInner text.\n--x--\n"
    )
    outer, inner = expand(RawDocument("i", "mail", "m.eml", mail.encode()))
    assert isinstance(outer, RawDocument)
    assert isinstance(inner, RawDocument)
    assert (inner.origin, inner.kind) == ("m.eml!part-2.eml", "mail")
    assert entry(inner.content, "mail").headline == "Inner"
