"""Pages beside what must be read from them: each is a way in which pages are built, with a text of our own."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import read

PAGES = sorted((Path(__file__).parents[1] / "data" / "pages").glob("*.html"))


def expected(page: Path) -> dict[str, Any]:
    return dict(json.loads(page.with_suffix(".json").read_text(encoding="utf-8")))


def entry(page: Path) -> Entry:
    return read(RawDocument("id", "page", "", page.read_bytes(), url=expected(page)["url"]))


def facts(found: Entry) -> dict[str, Any]:
    return {
        "url": found.url,
        "headline": found.headline,
        "deck": found.alternative_headline,
        "paragraphs": list(found.paragraphs),
        "authors": list(found.authors),
        "publisher": found.publisher,
        "published": [found.published, found.published_source],
        "modified": found.modified,
        "image": found.image,
        "canonical": found.canonical_url,
        "section": found.section,
        "keywords": list(found.keywords),
        "is_free": found.is_free,
        "method": found.method,
    }


@pytest.mark.parametrize("page", [p for p in PAGES if not p.stem.startswith("not-")], ids=lambda page: page.stem)
def test_a_page_gives_what_stands_beside_it(page: Path) -> None:
    wanted = expected(page)
    assert {name: value for name, value in facts(entry(page)).items() if name in wanted} == wanted


@pytest.mark.parametrize("page", [p for p in PAGES if p.stem.startswith("not-")], ids=lambda page: page.stem)
def test_a_page_without_an_article_says_what_it_is(page: Path) -> None:
    with pytest.raises(NotAnArticleError) as caught:
        entry(page)
    assert str(caught.value) == expected(page)["reason"]
    assert caught.value.reason == "not-an-article"


def test_each_page_has_its_answer_and_each_answer_its_page() -> None:
    assert len(PAGES) > 10
    assert {page.stem for page in PAGES} == {path.stem for path in PAGES[0].parent.glob("*.json")}
