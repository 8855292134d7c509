"""Read a JSON article: schema.org's NewsArticle, which our own field names follow, and the names others use."""

from collections.abc import Mapping

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import pub_status
from services.sources.html.addresses import web_address
from services.sources.html.fragment import line
from services.sources.json.values import Fields, first, objects, paragraphs, text, texts

METHOD, VERSION = "json", 1

_BODIES = ("articleBody", "body", "content", "text", "body_html", "html", "fulltext", "full_text", "maintext")


def read(fields: Fields, document: RawDocument) -> Entry:
    """Return the article. Raises NotAnArticleError `no-text`, or what HTML in it raises."""
    fields = _main(fields)
    headline = line(first(fields, "headline", "title", "name"))
    body = _body(fields)
    if not headline or not body:
        raise NotAnArticleError("no-text", "no `articleBody`" if headline else "no `headline`")
    description = line(first(fields, "description", "abstract", "summary", "lead"))
    return Entry(
        headline=headline,
        alternative_headline=line(first(fields, "alternativeHeadline", "subtitle", "deck")),
        description="" if description == body[0] else description,
        paragraphs=body,
        url=_address(fields, document, "url", "link", "source_url") or document.url,
        canonical_url=_address(fields, document, "canonicalUrl", "mainEntityOfPage", "canonical_url"),
        authors=_names(fields, "author", "authors", "byline", "creator"),
        publisher=first(fields, "publisher", "source", "provider"),
        language=first(fields, "inLanguage", "language", "lang"),
        section=first(fields, "articleSection", "section", "category"),
        keywords=_keywords(fields),
        image=_image(fields, document),
        published=first(
            fields, "datePublished", "published", "published_at", "publishedAt", "date_publish", "pubDate", "date"
        ),
        published_source="json",
        modified=first(fields, "dateModified", "modified", "updated", "updated_at", "date_modify"),
        is_free=free if isinstance(free := fields.get("isAccessibleForFree"), bool) else None,
        guid=first(fields, "identifier", "guid", "uri", "@id", "id"),
        pub_status=pub_status.of(first(fields, "pubStatus", "pubstatus")),
        method=METHOD,
        method_version=VERSION,
    )


def _main(fields: Fields) -> Fields:
    """Return the article of a JSON-LD graph, or of an envelope with one object in it."""
    graph = [each for each in objects(fields.get("@graph")) if "headline" in each]
    return graph[0] if graph and "headline" not in fields else fields


def _body(fields: Fields) -> tuple[str, ...]:
    for name in _BODIES:
        value = fields.get(name)
        if isinstance(value, list):
            if found := tuple(part for each in texts(value) for part in paragraphs(each)):
                return found
        elif found := paragraphs(text(value)):
            return found
    return texts(fields.get("paragraphs"))


def _names(fields: Fields, *names: str) -> tuple[str, ...]:
    return next(filter(None, (texts(fields.get(name)) for name in names)), ())


def _keywords(fields: Fields) -> tuple[str, ...]:
    found = _names(fields, "keywords", "tags")
    # schema.org: a text of several is delimited by commas.
    return tuple(word.strip() for each in found for word in each.split(",") if word.strip())


def _address(fields: Fields, document: RawDocument, *names: str) -> str:
    for name in names:
        value = fields.get(name)
        stated = text(value.get("@id") or value.get("url")) if isinstance(value, Mapping) else text(value)
        if found := web_address(stated, document.url):
            return found
    return ""


def _image(fields: Fields, document: RawDocument) -> str:
    for name in ("image", "image_url", "thumbnailUrl", "top_image"):
        value = fields.get(name)
        value = next(iter(value), "") if isinstance(value, list) else value
        stated = text(value.get("url") or value.get("contentUrl")) if isinstance(value, Mapping) else text(value)
        if found := web_address(stated, document.url):
            return found
    return ""
