"""Pages that show their article in an odd way, or hardly, give it or say by name why not."""

import json

import pytest

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import read

_SENTENCE = "The river rose above the dam in the night, and those who live below it were told to leave their houses."
_PARAGRAPHS = tuple(f"{_SENTENCE} Report {number} says so." for number in range(6))
_HTML = "".join(f"<p>{each}</p>" for each in _PARAGRAPHS)
_ARTICLE = f"<h1>Dam opens</h1>{_HTML}"


def entry(content: str | bytes, charset: str = "") -> Entry:
    raw = content.encode() if isinstance(content, str) else content
    return read(RawDocument("id", "page", "", raw, url="https://paper.example/a", charset=charset))


def page(body: str, head: str = "") -> Entry:
    return entry(f"<!doctype html><html><head><title>Dam opens</title>{head}</head><body>{body}</body></html>")


def script(value: object, before: str = "") -> str:
    return f"<script>{before}{json.dumps(value)}</script>"


def json_ld(body: str) -> str:
    return script({"@type": "NewsArticle", "headline": "Dam opens", "articleBody": body}).replace(
        "<script>", '<script type="application/ld+json">'
    )


@pytest.mark.parametrize(
    ("body", "method"),
    [
        # AMP: what it adds are elements of its own
        (f"<amp-sidebar><a href=/>Menu</a></amp-sidebar><article>{_ARTICLE}</article><amp-ad></amp-ad>", "html"),
        # a component whose inner tree comes along, and is shown
        (f'<news-article><template shadowrootmode="open">{_ARTICLE}</template></news-article>', "html"),
        # what is for browsers without scripts counts only where nothing else is there
        (f"<noscript>Please turn on JavaScript to see this page as it should be.</noscript>{_ARTICLE}", "html"),
        (f"<div id=app></div><noscript>{_ARTICLE}</noscript>", "html-unshown"),
        (f"<div id=app></div><template>{_ARTICLE}</template>", "html-unshown"),
        # JSON-LD alone, as text and as HTML that was escaped or not
        (json_ld("\n\n".join(_PARAGRAPHS)), "html-json-ld"),
        (json_ld(_HTML), "html-json-ld"),
        (json_ld(_HTML.replace("<", "&lt;").replace(">", "&gt;")), "html-json-ld"),
        # the data that scripts draw it from
        (script({"props": {"pageProps": {"article": {"title": "Dam opens", "body": _HTML}}}}), "html-state"),
        (script({"a": {"title": "Dam opens", "content": {"parts": [{"text": p} for p in _PARAGRAPHS]}}}), "html-state"),
        (script({"a": {"title": "Dam opens", "html": _HTML}}, "window.__STATE__ = "), "html-state"),
        (script({"a": {"title": "Dam opens", "html": _HTML}}, 'window["q"].push('), "html-state"),
    ],
)
def test_the_article_is_found(body: str, method: str) -> None:
    found = page(body)
    assert (found.headline, found.paragraphs, found.method) == ("Dam opens", _PARAGRAPHS, method)


@pytest.mark.parametrize(
    "inline",
    [
        "<cited-source><a href=/1>day</a></cited-source>",
        "<o:p>day</o:p>",
        "<ruby><rb>day</rb></ruby>",
        "<span><font>day</font></span>",
    ],
)
def test_an_element_in_a_paragraph_ends_it_only_where_it_must(inline: str) -> None:
    found = page(f"<h1>Dam opens</h1><p>On that {inline}, the water came. {_SENTENCE}</p>{_HTML}")
    assert found.paragraphs[0] == f"On that day, the water came. {_SENTENCE}"


def test_a_paragraph_that_a_paywall_marks_is_text() -> None:
    marked = f'<p class="paywall" aria-hidden="true">{_SENTENCE} And more.</p>'
    assert f"{_SENTENCE} And more." in page(f"<h1>Dam opens</h1>{_HTML}{marked}{_HTML}").paragraphs


@pytest.mark.parametrize(
    "body",
    [
        # another article's text is not this one's
        script({"related": [{"title": "Another story of the town", "body": _HTML}]}),
        script({"title": "Dam opens", "a": {"b": {"c": {"d": {"body": _HTML}}}}}),
        script({"title": "Dam opens", "body": "Short."}),
        "<script>window.__STATE__ = {'broken</script>",
        "<noscript>You need to turn on JavaScript to run this app. Please do so, and come back then.</noscript>",
    ],
)
def test_data_without_the_article_is_none(body: str) -> None:
    with pytest.raises(NotAnArticleError) as refused:
        page(body)
    assert refused.value.reason == "no-text"


@pytest.mark.parametrize(
    "frames",
    [
        '<frameset cols="20%,80%"><frame src="a.html"><frame src="b.html"></frameset>',
        f'<frameset><frame src="a.html"><noframes><body>{_ARTICLE}</body></noframes></frameset>',
    ],
)
def test_a_page_of_frames_has_no_text_of_its_own(frames: str) -> None:
    with pytest.raises(NotAnArticleError) as refused:
        entry(f"<html><head><title>Dam opens</title></head>{frames}</html>")
    assert refused.value.reason == "no-text"


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<article>", '<span class="share">', "<table><tr><td>"])
def test_what_is_too_deep_is_refused_by_name(tag: str) -> None:
    with pytest.raises(NotAnArticleError) as refused:
        page(tag * 300 + _ARTICLE)
    assert refused.value.reason in ("no-text", "too-complex")


_RUSSIAN, _CHINESE, _JAPANESE = (
    "Вода поднялась над плотиной ночью. ",
    "夜里河水漫过大坝镕。",
    "夜のうちに川の水が髙い堤を越えた。",
)


@pytest.mark.parametrize(
    ("text", "encoding", "header", "declared"),
    [
        (_RUSSIAN, "windows-1251", "", "windows-1251"),
        # the server says one thing of all that it has
        (_RUSSIAN, "windows-1251", "iso-8859-1", "windows-1251"),
        # labels that mean more characters than they name: https://encoding.spec.whatwg.org/#names-and-labels
        (_CHINESE, "gb18030", "", "gb2312"),
        (_JAPANESE, "cp932", "", "x-sjis"),
    ],
)
def test_the_alphabet_is_the_declared_one(text: str, encoding: str, header: str, declared: str) -> None:
    html = f'<html><head><meta charset="{declared}"><title>{text}</title></head><body><p>{text * 20}</p></body></html>'
    assert entry(html.encode(encoding), header).paragraphs == ((text * 20).strip(),)


@pytest.mark.parametrize("encoding", ["windows-1251", "gb18030", "shift_jis"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1"])
def test_a_wrong_declaration_is_no_guess(encoding: str, declared: str) -> None:
    text = {"windows-1251": _RUSSIAN, "gb18030": _CHINESE, "shift_jis": "夜のうちに川の水が堤を越えた。"}[encoding]
    html = f'<html><head><meta charset="{declared}"><title>{text}</title></head><body><p>{text * 20}</p></body></html>'
    with pytest.raises(NotAnArticleError) as refused:
        entry(html.encode(encoding))
    assert refused.value.reason == "unknown-encoding"


def test_a_byte_that_was_broken_on_the_way_costs_itself_alone() -> None:
    html = f'<html><head><meta charset="gb18030"><title>Dam</title></head><body><p>{_CHINESE * 40}</p></body></html>'
    broken = html.encode("gb18030").replace("夜里".encode("gb18030"), b"\xff\xff", 1)
    assert entry(broken).paragraphs[0].endswith(_CHINESE * 39)


@pytest.mark.parametrize(
    "picture",
    [
        # to libxml2 a `source` has no end, so the image is within the last
        '<picture><source srcset="/dam-600.jpg 600w"><source srcset="/dam-1200.jpg 1200w"><img src="/d.jpg">',
        '<picture><source data-srcset="/dam-1200.jpg 1200w" srcset="data:image/gif,"><img src="data:,">',
        '<img src="/dam-20.jpg" srcset="/dam-600.jpg 600w, /dam-1200.jpg 1200w">',
        '<img src="/dam-1200.jpg" srcset="/dam-2400.jpg 2x">',
    ],
)
def test_the_lead_image_is_the_widest_that_is_offered(picture: str) -> None:
    assert page(f"<article><h1>Dam opens</h1>{picture}{_HTML}</article>").image == "https://paper.example/dam-1200.jpg"
