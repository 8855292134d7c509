"""An article's page beside what stands: what to ask for, and what it says (pure but for the archive and *read*).

Version ─before_any─▶ Recheck ─Watched─▶ WebRequest
Version + Answer ─found─▶ Look and why; of a page that says something else, a RawDocument for the ledger
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus

from services import normalize
from services.dedup.versions import Create, Moot, changed, decide, is_part
from services.dedup.withdrawals import is_gone
from services.errors import IngestError, UnreadableError
from services.fetch import rights
from services.fetch.page import ACCEPT, is_page
from services.gathering import document_id
from services.model import (
    Answer,
    Article,
    Entry,
    FeedEntry,
    Look,
    RawDocument,
    Recheck,
    Reinstatement,
    Revision,
    Validators,
    Version,
    WebRequest,
    Withdrawal,
    text_at,
)
from services.permission import Permission
from services.ports import Archive
from services.sources import entries
from services.sources.entries import FedEntry

_READ_FROM_PAGES = "html"
"""Begins the name of every method that reads pages."""


def is_of_page(version: Version) -> bool:
    """Tell whether the text that stands was read from a page; a feed's or a wire's differs from its page always."""
    return text_at(version.document, "extraction", "method").startswith(_READ_FROM_PAGES)


@dataclass(frozen=True, slots=True)
class Watched:
    """An article whose page, at `url`, is asked for: what stands, and what is known of its page."""

    version: Version
    known: Recheck
    url: str

    def request(self, *, is_whole: bool) -> WebRequest:
        """Return a conditional request, or one for the whole: as some servers' validators lie.

        A page that was gone is wanted whole always: only that brings its article back.
        """
        validators = Validators() if is_whole or is_gone(self.version) else self.known.validators
        return WebRequest(self.url, validators, ACCEPT)


def before_any(version: Version, archive: Archive) -> Recheck:
    """Return what is known before the first look: what was answered, if the article came from its page."""
    if not is_of_page(version) or text_at(version.document, "http", "status") != str(int(HTTPStatus.OK)):
        return Recheck(version.seen_at, Look.UNCHANGED)
    validators = Validators()
    with suppress(IngestError):
        validators = archive.read(text_at(version.document, "raw", "uri")).validators
    return Recheck(version.seen_at, Look.UNCHANGED, was_there=True, validators=validators)


def found(version: Version, answer: Answer, read: Callable[[RawDocument], Entry]) -> tuple[Look, str]:
    """Return what *answer*, of status 200, says beside *version*, and why that is thought.

    The page alone is evidence: with what is known of the article it would confirm itself.
    """
    if not is_page(answer):
        return Look.REFUSED, f"{answer.content_type[0]} is no page"
    page = RawDocument.of_page(answer, _id(version, answer))
    try:
        article = normalize.normalize(read(page), page, first_seen_at=answer.fetched_at)
    except UnreadableError as error:
        return Look.NO_ARTICLE, str(error)
    return _beside(version, article)


def _beside(version: Version, article: Article) -> tuple[Look, str]:
    match decide(article, [version]):
        case Create() | Moot():
            return Look.NO_ARTICLE, "another text stands there"
        case Withdrawal(reason=reason) | Reinstatement(reason=reason):
            return Look.CHANGED, reason
        case Revision(is_late=False) if is_of_page(version) or is_gone(version):
            is_shut = article.is_accessible_for_free is False and is_part(article, version)
            shut = (Look.NO_ARTICLE, "a paywall: part of the text that stands")
            return shut if is_shut else (Look.CHANGED, ", ".join(changed(version, article)))
        case _:
            return Look.UNCHANGED, ""


def document(version: Version, answer: Answer, raw_uri: str, permission: Permission) -> RawDocument:
    """Return the page in *answer* as a document at the article's address, completed by what is known of the article."""
    feed_id = version.feeds[0] if version.feeds else ""
    return replace(
        RawDocument.of_page(answer, _id(version, answer), feed_id=feed_id, raw_uri=raw_uri),
        # Wherever it was redirected to: this is how it is known.
        url=answer.requested,
        entry=entries.encoded(_as_fed(version.document)),
        rights=rights.of(answer, training=permission.training, tdm_reserved=permission.tdm_reserved),
    )


def _id(version: Version, answer: Answer) -> str:
    """Return an id that a repeat has, too; not so the same page that comes back after another version stood."""
    return document_id(version.uri, f"{version.number} {hashlib.sha256(answer.content).hexdigest()}")


def _as_fed(document: Mapping[str, object]) -> FedEntry:
    """Return what is known of the article as a feed's entry without text, for what its page doesn't say itself."""
    authors, keywords = document.get("author", ()), document.get("keywords", ())
    entry = FeedEntry(
        guid=str(document.get("altIds", "")),
        url=str(document.get("url", "")),
        title=str(document.get("headline", "")),
        authors=tuple(str(each["name"]) for each in authors) if isinstance(authors, list) else (),
        tags=tuple(map(str, keywords)) if isinstance(keywords, list) else (),
        published=str(document.get("datePublished", "")),
        image=str(document.get("image", "")),
    )
    return FedEntry(entry, text_at(document, "publisher", "name"), str(document.get("inLanguage", "")))
