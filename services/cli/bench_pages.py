"""What `newsmill bench process` works on, and the libraries beside it."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from services import seeding
from services.cli import evaluate, extract
from services.model import RawDocument, new_document_id

PAGES, PARAGRAPHS, SENTENCES = 40, 12, 4
Reader = Callable[[str, str], object]


def documents(directory: Path | None) -> list[RawDocument]:
    """Return the pages in *directory*, or without one the seeds and pages made of their sentences."""
    if directory is None:
        return [*_seeds(), *_made()]
    urls = evaluate.addresses(directory)
    pages = evaluate.pages_in(directory)
    return [extract.document(path.read_bytes(), urls.get(name, ""), path.name) for name, path in pages.items()]


def _seeds() -> Iterator[RawDocument]:
    for path in seeding.seed_files():
        yield RawDocument(new_document_id(), "text", path.name, path.read_bytes())


def _made() -> Iterator[RawDocument]:
    """Yield pages as publishers print them, of the seeds' sentences: the same in each run, no two alike."""
    chance = random.Random(20261124)  # noqa: S311 (nothing secret)
    text = " ".join(path.read_text(encoding="utf-8") for path in seeding.seed_files())
    sentences = [f"{each.strip()}." for each in text.replace("\n", ". ").split(". ") if len(each) > 40]
    for number in range(PAGES):
        paragraphs = [" ".join(chance.choices(sentences, k=SENTENCES)) for _ in range(PARAGRAPHS)]
        url = f"https://example.com/world/{number}"
        yield extract.document(_page(f"Report {number}: {chance.choice(sentences)[:70]}", paragraphs).encode(), url)


def _page(headline: str, paragraphs: list[str]) -> str:
    stated = {
        "@type": "NewsArticle",
        "headline": headline,
        "datePublished": "2026-11-24T09:30:00Z",
        "author": "Ann Bee",
    }
    menu = "".join(
        f'<li class="menu-item"><a href="/section/{n}" data-track="nav">Section {n}</a></li>' for n in range(60)
    )
    boxes = "".join(f'<div class="card"><a href="/story/{n}"><h3>Another story {n}</h3></a></div>' for n in range(60))
    script = f"<script>window.state = {json.dumps({'items': ['x' * 40] * 300})}</script>"
    text = "".join(f'<p class="body-text">{each}</p>' for each in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{headline} | Example</title>'
        f'<script type="application/ld+json">{json.dumps(stated)}</script>{script}</head><body>'
        f"<nav><ul>{menu}</ul></nav>"
        f"<main><article><h1>{headline}</h1>{text}</article><aside>{boxes}</aside></main>{script}</body></html>"
    )


def others() -> Mapping[str, Reader]:
    """Return how its users call each library that is installed beside us; none is a dependency."""
    return {name: make() for name, make in _OTHERS.items() if find_spec(name)}


def _trafilatura() -> Reader:
    from trafilatura import bare_extraction  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 (no dependency)

    return lambda html, url: bare_extraction(html, url=url, include_comments=False, with_metadata=True)


def _newspaper() -> Reader:
    from newspaper import Article  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 (no dependency)

    def read(html: str, url: str) -> None:
        article = Article(url or "https://example.com/", fetch_images=False)
        article.download(input_html=html)
        article.parse()

    return read


_OTHERS: Mapping[str, Callable[[], Reader]] = {"trafilatura": _trafilatura, "newspaper": _newspaper}
