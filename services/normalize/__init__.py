"""Make an article of an entry: cleaned, bounded, dated, fingerprinted. Pure, so the same entry gives the same article.

Entry + RawDocument ─normalize─▶ Article    text.py         one form for every string
                                            boilerplate.py  "Read more" is no paragraph
                                            datelines.py    WASHINGTON (AP) – is no sentence (dateline_evidence.py)
                                            dates.py        stated times, never invented ones
                                            urls.py         http and https only
                                            fingerprint.py  equal for equal content
                                            keys.py         equal for one address, or one id in a feed
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.errors import NotAnArticleError
from services.model import TAKEN_BACK, Article, Dateline, Entry, RawDocument
from services.normalize import boilerplate, datelines, dates, languages
from services.normalize.fingerprint import content_fingerprint
from services.normalize.keys import keys
from services.normalize.text import clean, shorten
from services.normalize.urls import web_address

LONGEST_HEADLINE = 1000
LONGEST_BODY = 1_000_000
_LONGEST_LINE = 10_000
_LONGEST_NAME = 200
_LONGEST_GUID = 1000


def normalize(entry: Entry, document: RawDocument, *, first_seen_at: datetime) -> Article:
    """Return the article that *entry* is in our words.

    A headline over 1,000 characters is cut; so are deck, summary and names at their bounds, with an ellipsis. Text is
    never cut: over 1,000,000 characters it raises NotAnArticleError `too-long`, and without any, `no-text`.
    """
    headline = shorten(clean(entry.headline), LONGEST_HEADLINE)
    dateline, paragraphs = _paragraphs(entry)
    # A notice that takes an article back may say nothing but which.
    if (not headline or not paragraphs) and entry.pub_status not in TAKEN_BACK:
        raise NotAnArticleError("no-text", "nothing that can be read" if not paragraphs else "no headline")
    article = Article(
        headline=headline,
        paragraphs=paragraphs,
        dateline=dateline,
        first_seen_at=first_seen_at,
        trace_id=document.id,
        raw_sha256=document.sha256,
        content_fingerprint=content_fingerprint(headline, paragraphs, dateline),
        pub_status=entry.pub_status,
        method=entry.method,
        method_version=entry.method_version,
        quality=entry.quality,
    )
    return _with_origin(_with_times(_with_particulars(article, entry), entry), entry, document)


def _with_particulars(article: Article, entry: Entry) -> Article:
    """Return *article* with what its publisher says beside the text."""
    return replace(
        article,
        alternative_headline=_line(entry.alternative_headline),
        description=_line(entry.description),
        authors=_names(entry.authors),
        publisher=_name(entry.publisher),
        section=_name(entry.section),
        keywords=_names(entry.keywords),
        image=web_address(entry.image),
        language=languages.tag(entry.language),
        point=entry.point,
        is_accessible_for_free=entry.is_free,
    )


def _with_times(article: Article, entry: Entry) -> Article:
    times = dates.candidates(entry, article.first_seen_at)
    return replace(
        article,
        published=dates.published(times),
        published_candidates=times,
        modified_at=dates.modified(entry, article.first_seen_at),
    )


def _with_origin(article: Article, entry: Entry, document: RawDocument) -> Article:
    """Return *article* with where it was found, and the keys by which it is known there."""
    url, canonical_url = web_address(entry.url or document.url), web_address(entry.canonical_url)
    guid = shorten(clean(entry.guid), _LONGEST_GUID)
    return replace(
        article,
        url=url,
        canonical_url=canonical_url,
        guid=guid,
        keys=keys(url, canonical_url, document.feed_id, guid),
        feed_id=document.feed_id,
        http_status=document.http_status,
        fetched_at=document.fetched_at,
        origin=clean(document.origin),
        raw_uri=document.raw_uri,
        rights=document.rights,
    )


def _paragraphs(entry: Entry) -> tuple[Dateline | None, tuple[str, ...]]:
    # Before cleaning, too: its time is bounded by what it is given.
    _refuse_long(entry.paragraphs, 2 * LONGEST_BODY)
    paragraphs = boilerplate.without([text for text in map(clean, entry.paragraphs) if text])
    _refuse_long(paragraphs, LONGEST_BODY)
    if not paragraphs:
        return None, ()
    dateline, first = datelines.split(paragraphs[0])
    return dateline, (first, *paragraphs[1:])


def _refuse_long(paragraphs: Sequence[str], longest: int) -> None:
    if sum(map(len, paragraphs)) > longest:
        raise NotAnArticleError("too-long", f"over {LONGEST_BODY:,} characters of text")


def _line(text: str) -> str:
    return shorten(clean(text), _LONGEST_LINE)


def _name(text: str) -> str:
    return shorten(clean(text), _LONGEST_NAME)


def _names(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(_name, texts) if name))
