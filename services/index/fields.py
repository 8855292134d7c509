"""Every field of an indexed article, in one table: it makes the mapping, the document and `docs/reference/fields.md`.

Names follow schema.org's NewsArticle, and ninjs for `uri`, `version` and `pubStatus`. A change of a mapping raises
`names.INDEX_VERSION`.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from services.index import findings
from services.index.domains import registered_domain
from services.model import USABLE, WITHDRAWN, Article, Dateline, PublishedAt, role_of, utc_now

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: where it stands, how it is mapped, what it means, and how an article fills it (None: left out)."""

    name: str
    mapping: Json
    meaning: str
    value: Callable[[Article], object]
    required: bool = False


def _keyword(longest: int = 1024) -> Json:
    # Lucene refuses terms over 32,766 bytes; a longer value stays in _source and isn't searchable.
    return {"type": "keyword", "ignore_above": longest}


def _text(*, exact: bool = False) -> Json:
    if exact:
        return {"type": "text", "analyzer": "news", "fields": {"exact": _keyword(256)}}
    return {"type": "text", "analyzer": "news"}


DATE: Json = {"type": "date"}
NANOS: Json = {"type": "date_nanos"}
INTEGER: Json = {"type": "integer"}
FLOAT: Json = {"type": "float"}
BOOLEAN: Json = {"type": "boolean"}
UNSEARCHED: Json = {"type": "object", "enabled": False}
# Named, since Elasticsearch's own choice differs by version and dimensions (docs/decisions/2026-11-25-vectors.md).
VECTOR: Json = {
    "type": "dense_vector",
    "index": True,
    "similarity": "cosine",
    "index_options": {"type": "int8_hnsw", "rescore_vector": {"oversample": 2.0}},
}
KEYWORD = _keyword()
URL = _keyword(8191)
TEXT = _text()


def _dateline(part: Callable[[Dateline], str]) -> Callable[[Article], object]:
    return lambda article: part(article.dateline) if article.dateline else None


def _published(part: Callable[[PublishedAt], object]) -> Callable[[Article], object]:
    return lambda article: part(article.published) if article.published else None


GROUPS: Mapping[str, tuple[Field, ...]] = {
    "identity": (
        Field("uri", KEYWORD, "Name of the article, for ever; also its `_id`.", lambda a: a.uri, required=True),
        Field("version", INTEGER, "Which version this is, from 1.", lambda a: a.version, required=True),
        Field("changed", KEYWORD, "Of a later version, the fields of text that differ from the one before.",
              lambda a: list(a.changed)),
        Field("pubStatus", KEYWORD, "`usable`, or `withdrawn` by its publisher.",
              lambda a: WITHDRAWN if a.pub_status == WITHDRAWN else USABLE, required=True),
        Field("statusReason", _keyword(256), "Of an article that is or was withdrawn, what said so last.",
              lambda a: a.status_reason),
        Field("note", _keyword(256), "What is odd about it, such as an address that another story had before.",
              lambda a: a.note),
        Field("url", URL, "Where it was read.", lambda a: a.url),
        Field("canonicalUrl", URL, "The address that the publisher calls canonical.", lambda a: a.canonical_url),
        Field("altIds", KEYWORD, "Other names: the feed's id of the entry.", lambda a: a.guid),
        Field("domain", KEYWORD, "Host name of `url`.", lambda a: _host(a.url)),
        Field("registeredDomain", KEYWORD, "The registered part of `domain`.", lambda a: _registered(a.url)),
    ),
    "content": (
        Field("headline", _text(exact=True), "The headline.", lambda a: a.headline, required=True),
        Field("alternativeHeadline", TEXT, "The deck: the line below the headline.", lambda a: a.alternative_headline),
        Field("description", TEXT, "The publisher's summary.", lambda a: a.description),
        Field("articleBody", TEXT, "The text; an empty line between paragraphs.", lambda a: a.body, required=True),
        Field("articleSection", KEYWORD, "The publisher's section.", lambda a: a.section),
        Field("keywords", KEYWORD, "The publisher's keywords.", lambda a: list(a.keywords)),
        Field("wordCount", INTEGER, "Words in `articleBody`.", lambda a: a.word_count),
        Field("timeRequired", INTEGER, "Minutes that reading takes, rounded up.", lambda a: a.reading_minutes),
        Field("summary", TEXT, "Deck and lead, at most 400 characters.", lambda a: a.summary),
        Field("sentences", UNSEARCHED, "Start and end of each sentence in `articleBody`, in Unicode code points.",
              lambda a: [list(span) for span in a.sentences]),
        Field("inLanguage", KEYWORD, "Language of the text, BCP 47; absent when unsure.", lambda a: a.language),
        Field("author", {"properties": {"name": _text(exact=True)}}, "Who wrote it.", lambda a: _named(a.authors)),
        Field("publisher.name", KEYWORD, "Who published it.", lambda a: a.publisher),
        Field("publisher.domain", KEYWORD, "The publisher's registered domain.", lambda a: _registered(a.url)),
        Field("dateline", KEYWORD, "The opening that names place and agency, split from the text.",
              _dateline(lambda d: d.text)),
        Field("locationCreated.name", KEYWORD, "Place in the dateline.", _dateline(lambda d: d.place)),
        Field("locationCreated.region", KEYWORD, "Region or country in the dateline.", _dateline(lambda d: d.region)),
        Field("creditLine", KEYWORD, "News agency in the dateline.", _dateline(lambda d: d.agency)),
        Field("image", URL, "Address of the lead image.", lambda a: a.image),
        Field("isAccessibleForFree", BOOLEAN, "Whether it can be read for free; absent when the publisher doesn't say.",
              lambda a: a.is_accessible_for_free),
    ),
    "time": (
        Field("datePublished", DATE, "When the publisher says it appeared; absent when it doesn't say.",
              _published(lambda p: _iso(p.at))),
        Field("datePublishedSource", KEYWORD,
              "`json-ld`, `meta`, `page`, `feed`, `url`, `wire`, `json`, `mail` or `front-matter`.",
              _published(lambda p: p.source)),
        Field("datePublishedConfidence", FLOAT, "From 0 to 1.", _published(lambda p: p.confidence)),
        Field("datePublishedZone", KEYWORD, "`stated`, or `assumed` to be UTC.",
              _published(lambda p: "stated" if p.is_zone_stated else "assumed")),
        Field("datePublishedCandidates", UNSEARCHED, "All that the publisher says of it: time, source, confidence.",
              lambda a: [_candidate(each) for each in a.published_candidates]),
        Field("dateModified", DATE, "When the publisher says it was changed.",
              lambda a: a.modified_at and _iso(a.modified_at)),
        Field("firstSeen", DATE, "When Newsmill accepted it.", lambda a: _iso(a.first_seen_at), required=True),
        Field("versionCreated", DATE, "When Newsmill accepted this version of it.",
              lambda a: _iso(a.version_at or a.first_seen_at), required=True),
        Field("indexedAt", NANOS, "When it was sent to Elasticsearch.", lambda _: _iso(utc_now()), required=True),
    ),
    "mentions": (
        Field("people", findings.NAMED, "Who is named in headline, deck, dateline and text: `name`, and `count` of "
              "mentions by any name; English only.", lambda a: findings.named(a.people)),
        Field("organizations", findings.NAMED, "Companies, parties, authorities, media, clubs: `name` and `count`; "
              "English only.", lambda a: findings.named(a.organizations)),
        Field("places", findings.PLACE, "Countries, regions, towns: `name`, `count`, `uri` at GeoNames and `country` "
              "(ISO 3166-1) where they are known. In German, Spanish, French, Italian, Dutch and Portuguese countries "
              "and large towns alone, under the same name as in English; in other languages none.", findings.places),
        Field("geo", findings.POINT, "Where its feed says it is, then where those places are: of a town its centre, of "
              "a country or region the middle of its towns.", findings.points),
        Field("keyphrases", KEYWORD, "Up to ten phrases that it repeats, the best first; none in some languages.",
              lambda a: list(a.keyphrases)),
        Field("topics", findings.TOPIC, "IPTC Media Topics of the top level: `uri` as `medtop:16000000`, `name`, and "
              "`score` up to 1; absent when unsure.", findings.topics),
        Field("amounts", findings.AMOUNT, "Sums of money: `value`, `currency` (ISO 4217; absent where the text leaves "
              "open whose dollars or pesos), and `start` and `end` in `articleBody`.", findings.amounts),
        Field("casualties.killed", findings.RANGE, "How many were killed: each figure that the text gives, "
              "`at least 83` as `{gte: 83}`.", findings.casualties("killed")),
        Field("casualties.injured", findings.RANGE, "How many were injured.", findings.casualties("injured")),
        Field("casualties.missing", findings.RANGE, "How many are missing.", findings.casualties("missing")),
        Field("quotes", findings.QUOTE, "What is quoted: `text`, `speaker` (absent where its sentence doesn't say), "
              "and `start` and `end` in `articleBody`.", findings.quotes),
    ),
    "dedup": (
        Field("story.id", KEYWORD, "Shared by all articles of one text, and by other texts on the same event.",
              lambda a: a.story_id),
        Field("story.role", KEYWORD, "`original`; `copy`: nearly the text of another article; or `related`: another "
              "text on the event that the original tells of.", lambda a: a.story_id and role_of(a.place)),
        Field("story.reason", _keyword(256), "Of a copy, what was compared, and how much of it is the same; of a "
              "related text, whose event it tells of, and what both name.", lambda a: a.story_reason),
        Field("duplicateOf", KEYWORD, "Of a copy, the `uri` of the original.", lambda a: a.duplicate_of),
        Field("story.apart", KEYWORD, "Articles that somebody has said it has nothing to do with.",
              lambda a: list(a.apart)),
        Field("fingerprint.keys", _keyword(64),
              "What else it is known by: hashes of its addresses, of its ids in feeds, of earlier versions' text; and, "
              "after `apart:`, what somebody has said it isn't.",
              lambda a: list(a.keys)),
        Field("fingerprint.bands", {"type": "keyword", "ignore_above": 24, "doc_values": False},
              "Hashes of a few runs of five words; articles with a common one may be copies.",
              lambda a: [band.hex() for band in a.sketch.bands] if a.sketch else []),
        Field("fingerprint.sketch", {"type": "binary"}, "Hashes of more of them, to tell how alike two texts are.",
              lambda a: b64encode(bytes(a.sketch)).decode() if a.sketch else ""),
        Field("fingerprint.content", KEYWORD, "Hash of the normalized text: equal for equal content.",
              lambda a: a.content_fingerprint, required=True),
    ),
    "provenance": (
        Field("feed.id", KEYWORD, "The feed that brought it first.", lambda a: a.feed_id),
        Field("feed.via", KEYWORD, "Every feed that carried it.",
              lambda a: list(a.feeds or filter(None, [a.feed_id]))),
        Field("extraction.method", KEYWORD, "Which reader made text of it.", lambda a: a.method, required=True),
        Field("extraction.version", INTEGER, "Version of that reader's rules.",
              lambda a: a.method_version, required=True),
        Field("extraction.quality", FLOAT, "How sure the reader is of its text, from 0 to 1; absent for plain text.",
              lambda a: a.quality),
        Field("raw.origin", URL, "Address or file name of the raw document.", lambda a: a.origin, required=True),
        Field("raw.sha256", KEYWORD, "SHA-256 of the raw bytes.", lambda a: a.raw_sha256, required=True),
        Field("raw.uri", URL, "Where the archive keeps the answer that carried it.", lambda a: a.raw_uri),
        Field("rights.robots", KEYWORD, "Robots directives of page and headers, such as `noindex`; as stated.",
              lambda a: a.rights.robots),
        Field("rights.tdmReserved", BOOLEAN, "Whether text and data mining is reserved; absent when unsaid.",
              lambda a: a.rights.tdm_reserved),
        Field("rights.aiTraining", BOOLEAN, "False where the publisher opts out of training; absent when unsaid.",
              lambda a: a.rights.ai_training),
        Field("enrichment.done", KEYWORD, "Which enrichments it went through, each with the version of its rules.",
              lambda a: list(a.enriched_by)),
        Field("enrichment.failed", KEYWORD, "Those that failed, and of what; the article lacks only what they add.",
              lambda a: list(a.enrichment_failed)),
        Field("http.status", INTEGER, "Status of the answer that carried it.", lambda a: a.http_status),
        Field("traceId", KEYWORD, "Id of the raw document in the ledger and in the logs.",
              lambda a: a.trace_id, required=True),
    ),
    "open": (
        Field("labels", {"type": "flattened"}, "What you add; it stays through all versions.", lambda a: a.labels),
        Field("vector", VECTOR, "What an enrichment of yours makes of the article, of length 1. There is none unless "
              "`NEWSMILL_VECTOR_DIMENSIONS` is set, and answers leave it out unless they are asked for it.",
              lambda a: list(a.vector)),
        Field("vectorBy", KEYWORD, "Which enrichment made it, with its version, such as `embedding/27a8b9fb`.",
              lambda a: a.vector_by),
    ),
}  # fmt: skip

HIDDEN = ("fingerprint.bands", "fingerprint.sketch", "fingerprint.keys", "vector")
"""What an answer leaves out: a machine's memory, kilobytes of digits to a reader."""

OF_VECTORS = ("vector", "vectorBy")
"""What has a place in the mapping only where vectors are on."""

WHOLE = ["*"]
"""Asks for a stored document with its vector, which Elasticsearch leaves out unless a pattern includes it.

Whoever writes a document again must ask so. (A parameter `_source_exclude_vectors` says the same, from 9.2 on.)
"""

FIELDS = tuple(field for group in GROUPS.values() for field in group)


def document(
    article: Article, stemmers: frozenset[str] = frozenset(), *, required_only: bool = False
) -> dict[str, object]:
    """Return what Elasticsearch stores of *article*.

    `stemmers` are the languages that the index can stem; the text goes there a second time, unstored.
    `required_only` leaves out what the contract can do without (the repair of a refused document).
    """
    result: dict[str, object] = {}
    for field in FIELDS:
        if required_only and not field.required:
            continue
        value = field.value(article)
        if value not in (None, "", []):
            _put(result, field.name, value)
    return result if required_only else result | stemmed(result, stemmers)


def stemmed(source: Json, stemmers: frozenset[str]) -> dict[str, object]:
    """Return what is indexed of *source* beside it: its text under a language that the index can stem.

    It isn't stored, so whoever writes a document again must add it again.
    """
    language = str(source.get("inLanguage", "")).partition("-")[0]
    if language not in stemmers:
        return {}
    parts = (source.get(name) for name in ("headline", "alternativeHeadline", "description", "articleBody"))
    return {"stemmed": {language: "\n\n".join(str(part) for part in parts if part)}}


def properties(dimensions: int = 0) -> dict[str, object]:
    """Return the mapping's `properties`, for vectors of *dimensions*; with 0 they have no place in it."""
    result = _mapped(field for field in FIELDS if field.name not in OF_VECTORS)
    return result | (of_vectors(dimensions) if dimensions else {})


def of_vectors(dimensions: int) -> dict[str, Json]:
    """Return the properties that hold vectors of *dimensions*, and what made them."""
    return {"vector": {**VECTOR, "dims": dimensions}, "vectorBy": KEYWORD}


def _mapped(those: Iterable[Field]) -> dict[str, object]:
    result: dict[str, Any] = {}
    for field in those:
        target = result
        *parents, leaf = field.name.split(".")
        for parent in parents:
            target = target.setdefault(parent, {"properties": {}})["properties"]
        target[leaf] = dict(field.mapping)
    return result


def _put(target: dict[str, Any], name: str, value: object) -> None:
    *parents, leaf = name.split(".")
    for parent in parents:
        target = target.setdefault(parent, {})
    target[leaf] = value


def _named(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def _candidate(time: PublishedAt) -> dict[str, object]:
    return {"at": _iso(time.at), "source": time.source, "confidence": time.confidence}


def _host(url: str) -> str:
    return urlsplit(url).hostname or "" if url else ""


def _registered(url: str) -> str:
    return registered_domain(_host(url))


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
