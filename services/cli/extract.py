"""`newsmill extract`: the article on one page, as the pipeline would make it. Needs no server."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from services import sources
from services.cli import context
from services.errors import NotFoundError
from services.model import Article, PublishedAt, RawDocument, new_document_id, utc_now
from services.normalize import normalize
from services.sources.packed import unpacked

Json = dict[str, object]


def extract(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A page, also gzipped; `-` for standard input.")],
    *,
    url: Annotated[str, typer.Option(metavar="URL", help="Where the page is from.")] = "",
    as_json: context.AsJson = False,
) -> None:
    """Print the article on a page: what it states, its text, and how sure that is. Nothing is taken in.

    Exits with 1 where the page has no article, and says why.
    """
    content = sys.stdin.buffer.read() if file == "-" else _content(Path(file))
    article = read(document(content, context.text(url), context.text(file)))
    if as_json:
        context.print_json(said(article))
    else:
        _print(article)


def document(content: bytes, url: str, name: str = "") -> RawDocument:
    """Return the page as a raw document; *content* may be gzipped.

    Raises NotAnArticleError `too-large` or `broken-gzip`.
    """
    return RawDocument(new_document_id(), "page", url or name, unpacked(content), url=url)


def read(page: RawDocument) -> Article:
    """Return the article of *page*, read and normalized.

    Raises NotAnArticleError with the reason where there is none.
    """
    return normalize(sources.read(page), page, first_seen_at=utc_now())


def said(article: Article) -> Json:
    """Return *article* in the form that score scripts read, and what else is known of it.

    `text` is what stands below the headline: deck, then one paragraph a line, the first with its dateline.
    """
    opening = f"{article.dateline.text} – " if article.dateline else ""
    paragraphs = (opening + article.paragraphs[0], *article.paragraphs[1:])
    return {
        "title": article.headline,
        "authors": list(article.authors),
        "date": article.published and context.plain(article.published.at),
        "text": "\n".join(filter(None, (article.alternative_headline, *paragraphs))),
        "url": article.canonical_url or article.url,
        "image": article.image,
        "lang": article.language,
        "dates": [_date(each) for each in article.published_candidates],
        "modified": article.modified_at and context.plain(article.modified_at),
        "deck": article.alternative_headline,
        "description": article.description,
        "publisher": article.publisher,
        "section": article.section,
        "keywords": list(article.keywords),
        "isAccessibleForFree": article.is_accessible_for_free,
        "extraction": {"method": article.method, "version": article.method_version, "quality": article.quality},
    }


def _date(time: PublishedAt) -> Json:
    zone = "stated" if time.is_zone_stated else "assumed"
    return {"at": context.plain(time.at), "source": time.source, "confidence": time.confidence, "zone": zone}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror or error}") from error


def _print(article: Article) -> None:
    facts = said(article)
    context.line(f"[bold]{context.shown(article.headline)}[/]")
    for name in ("authors", "date", "url", "image", "lang", "section", "isAccessibleForFree", "extraction"):
        value = facts[name]
        if value not in (None, "", []):
            context.line(f"[dim]{name}[/] {context.shown(context.plain(value))}")
    context.line("")
    for paragraph in str(facts["text"]).split("\n"):
        context.line(f"{context.shown(paragraph)}\n")
