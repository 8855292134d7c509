"""One table makes mapping and document, so that neither has what the other lacks."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from json import dumps

import pytest
from twins import article

from services.index import fields
from services.index.names import INDEX_VERSION
from services.model import Amount, Article, Casualties, Dateline, Named, Place, PublishedAt, Quote, Rights, Topic
from services.sketches import Sketch

CET = timezone(timedelta(hours=1))

FULL = Article(
    headline="Rivers rise",
    paragraphs=("The river rose.", "It fell."),
    first_seen_at=datetime(2026, 11, 24, 12, tzinfo=UTC),
    trace_id="trace",
    raw_sha256="5" * 64,
    content_fingerprint="f" * 32,
    alternative_headline="Engineers open the dam",
    description="A summary.",
    url="https://News.BBC.co.uk/rivers",
    canonical_url="https://news.bbc.co.uk/rivers/1",
    authors=("Ann", "Bob"),
    publisher="The Herald",
    section="World",
    keywords=("rivers", "dams"),
    image="https://news.bbc.co.uk/1.jpg",
    dateline=Dateline("PARIS, France (AFP) –", place="Paris", region="France", agency="AFP"),
    published=PublishedAt(datetime(2026, 11, 24, 9, 30, tzinfo=CET), "json-ld", 0.9),
    published_candidates=(
        PublishedAt(datetime(2026, 11, 24, 9, 30, tzinfo=CET), "json-ld", 0.9),
        PublishedAt(datetime(2026, 11, 24, tzinfo=UTC), "url", 0.42, is_zone_stated=False, is_day=True),
    ),
    modified_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
    language="en-GB",
    word_count=5,
    reading_minutes=1,
    sentences=((0, 15), (17, 25)),
    summary="The river rose.",
    keyphrases=("river", "dam"),
    people=(Named("Ada Lock", 2),),
    organizations=(Named("Rivers Agency", 1),),
    point=(45.9, 4.9),
    vector=(0.6, -0.8),
    vector_by="model/1",
    places=(Place("Lyon", 3, "https://sws.geonames.org/2996944/", "FR", (45.7485, 4.8467)), Place("Weir Valley", 1)),
    topics=(Topic("medtop:17000000", "weather", 0.8),),
    amounts=(Amount(5e7, "USD", 0, 3), Amount(500.0, "", 4, 9)),
    casualties=(
        Casualties("killed", 83, None, 0, 3),
        Casualties("injured", 5, 5, 0, 3),
        Casualties("missing", None, 9, 0, 3),
    ),
    quotes=(Quote("It fell.", "Ann", 0, 3), Quote("rose", "", 4, 9)),
    enriched_by=("language/1", "words/1"),
    enrichment_failed=("quotes/1 ValueError",),
    feed_id="herald",
    http_status=200,
    origin="https://news.bbc.co.uk/rivers",
    guid="tag:bbc,1",
    raw_uri="warc:a.warc.gz#1",
    rights=Rights(robots="noarchive", tdm_reserved=True, ai_training=False),
    is_accessible_for_free=False,
    method="html",
    method_version=2,
    quality=0.9,
    uri="urn:newsmill:2026.11:" + "f" * 24,
    sketch=Sketch(1, (b"abcdef",), (b"abc",)),
    story_id="urn:newsmill:story:20261124115500:" + "e" * 24,
    duplicate_of="urn:newsmill:2026.11:" + "e" * 24,
    story_reason="copy of it",
    keys=("url:1", "guid:2"),
    version=2,
    version_at=datetime(2026, 11, 24, 13, tzinfo=UTC),
    changed=("headline",),
    pub_status="withdrawn",
    status_reason="canceled",
    note="odd",
    feeds=("herald", "wire"),
    labels={"desk": "foreign"},
    apart=("urn:newsmill:2026.11:" + "d" * 24,),
)


def leaves(document: Mapping[str, object], *path: str) -> Iterator[str]:
    for name, value in document.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping) and not each.keys() & {"gte", "lte", "lat"}:
                yield from leaves(each, *path, name)
            else:
                yield ".".join((*path, name))


def mapped(properties: Mapping[str, object], *path: str) -> Iterator[str]:
    for name, mapping in properties.items():
        inner = mapping["properties"] if isinstance(mapping, Mapping) and "properties" in mapping else None
        if isinstance(inner, Mapping):
            yield from mapped(inner, *path, name)
        else:
            yield ".".join((*path, name))


def test_a_document_says_all_that_is_known_of_an_article() -> None:
    document = fields.document(FULL)
    sent_at = document.pop("indexedAt")
    assert document == {
        "uri": "urn:newsmill:2026.11:ffffffffffffffffffffffff",
        "version": 2,
        "changed": ["headline"],
        "pubStatus": "withdrawn",
        "statusReason": "canceled",
        "note": "odd",
        "url": "https://News.BBC.co.uk/rivers",
        "canonicalUrl": "https://news.bbc.co.uk/rivers/1",
        "domain": "news.bbc.co.uk",
        "registeredDomain": "bbc.co.uk",
        "headline": "Rivers rise",
        "alternativeHeadline": "Engineers open the dam",
        "description": "A summary.",
        "articleBody": "The river rose.\n\nIt fell.",
        "articleSection": "World",
        "keywords": ["rivers", "dams"],
        "wordCount": 5,
        "timeRequired": 1,
        "summary": "The river rose.",
        "sentences": [[0, 15], [17, 25]],
        "keyphrases": ["river", "dam"],
        "people": [{"name": "Ada Lock", "count": 2}],
        "organizations": [{"name": "Rivers Agency", "count": 1}],
        "places": [
            {"name": "Lyon", "count": 3, "uri": "https://sws.geonames.org/2996944/", "country": "FR"},
            {"name": "Weir Valley", "count": 1},
        ],
        "geo": [{"lat": 45.9, "lon": 4.9}, {"lat": 45.7485, "lon": 4.8467}],
        "topics": [{"uri": "medtop:17000000", "name": "weather", "score": 0.8}],
        "amounts": [
            {"value": 50_000_000.0, "currency": "USD", "start": 0, "end": 3},
            {"value": 500.0, "start": 4, "end": 9},
        ],
        "casualties": {"killed": [{"gte": 83}], "injured": [{"gte": 5, "lte": 5}], "missing": [{"lte": 9}]},
        "quotes": [
            {"text": "It fell.", "speaker": "Ann", "start": 0, "end": 3},
            {"text": "rose", "start": 4, "end": 9},
        ],
        "inLanguage": "en-GB",
        "author": [{"name": "Ann"}, {"name": "Bob"}],
        "publisher": {"name": "The Herald", "domain": "bbc.co.uk"},
        "dateline": "PARIS, France (AFP) –",
        "locationCreated": {"name": "Paris", "region": "France"},
        "creditLine": "AFP",
        "image": "https://news.bbc.co.uk/1.jpg",
        "datePublished": "2026-11-24T08:30:00Z",
        "datePublishedSource": "json-ld",
        "datePublishedConfidence": 0.9,
        "datePublishedZone": "stated",
        "datePublishedCandidates": [
            {"at": "2026-11-24T08:30:00Z", "source": "json-ld", "confidence": 0.9},
            {"at": "2026-11-24T00:00:00Z", "source": "url", "confidence": 0.42},
        ],
        "dateModified": "2026-11-24T09:00:00Z",
        "firstSeen": "2026-11-24T12:00:00Z",
        "versionCreated": "2026-11-24T13:00:00Z",
        "story": {
            "id": "urn:newsmill:story:20261124115500:" + "e" * 24,
            "role": "copy",
            "reason": "copy of it",
            "apart": ["urn:newsmill:2026.11:" + "d" * 24],
        },
        "duplicateOf": "urn:newsmill:2026.11:" + "e" * 24,
        "fingerprint": {
            "keys": ["url:1", "guid:2"],
            "bands": ["616263646566"],
            "sketch": "AQAAAAEBAABhYmNkZWY=",
            "content": "f" * 32,
        },
        "feed": {"id": "herald", "via": ["herald", "wire"]},
        "isAccessibleForFree": False,
        "extraction": {"method": "html", "version": 2, "quality": 0.9},
        "raw": {"origin": "https://news.bbc.co.uk/rivers", "sha256": "5" * 64, "uri": "warc:a.warc.gz#1"},
        "altIds": "tag:bbc,1",
        "rights": {"robots": "noarchive", "tdmReserved": True, "aiTraining": False},
        "enrichment": {"done": ["language/1", "words/1"], "failed": ["quotes/1 ValueError"]},
        "http": {"status": 200},
        "traceId": "trace",
        "labels": {"desk": "foreign"},
        "vector": [0.6, -0.8],
        "vectorBy": "model/1",
    }
    assert datetime.fromisoformat(str(sent_at)).tzinfo == UTC


def test_what_isnt_known_is_absent_not_invented() -> None:
    document = fields.document(article(1, word_count=0))
    optional = {field.name.partition(".")[0] for field in fields.FIELDS if not field.required}
    # A count of nothing is a fact, so it stays.
    assert document.keys() & (optional - {"raw", "extraction", "fingerprint"}) == {"wordCount", "timeRequired"}


def test_every_article_has_the_required_fields_and_the_repaired_document_no_others() -> None:
    required = {field.name for field in fields.FIELDS if field.required}
    for each in (FULL, article(1)):
        assert set(leaves(fields.document(each))) >= required
        assert set(leaves(fields.document(each, frozenset({"en"}), required_only=True))) == required


def test_the_strict_mapping_has_a_place_for_all_that_a_document_holds() -> None:
    # Candidates are stored as they are, and not mapped.
    paths = {path.replace("Candidates.at", "Candidates") for path in leaves(fields.document(FULL))}
    paths -= {f"datePublishedCandidates.{each}" for each in ("source", "confidence")}
    paths = paths - {"labels.desk"} | {"labels"}
    assert paths == set(mapped(fields.properties(2)))
    assert paths - {"vector", "vectorBy"} == set(mapped(fields.properties()))


def test_vectors_have_a_place_of_their_dimensions_and_none_where_they_are_off() -> None:
    assert fields.properties(384)["vector"] == {
        "type": "dense_vector",
        "dims": 384,
        "index": True,
        "similarity": "cosine",
        "index_options": {"type": "int8_hnsw", "rescore_vector": {"oversample": 2.0}},
    }
    assert fields.properties().keys().isdisjoint({"vector", "vectorBy"})


@pytest.mark.parametrize(
    ("language", "stemmers", "expected"),
    [
        ("en-GB", {"en", "de"}, {"en"}),
        ("en", {"de"}, None),
        ("", {"en"}, None),
        ("en", set(), None),
    ],
)
def test_the_text_goes_once_more_to_the_language_that_the_index_stems(
    language: str, stemmers: set[str], expected: set[str] | None
) -> None:
    stemmed = fields.document(article(1, language=language), frozenset(stemmers)).get("stemmed")
    assert (set(stemmed) if isinstance(stemmed, dict) else None) == expected


def test_what_is_stemmed_is_headline_deck_summary_and_text() -> None:
    stemmed = fields.document(FULL, frozenset({"en"}))["stemmed"]
    assert stemmed == {"en": "Rivers rise\n\nEngineers open the dam\n\nA summary.\n\nThe river rose.\n\nIt fell."}


def test_no_keyword_is_longer_than_lucene_takes() -> None:
    # A term has at most 32,766 bytes, and a character at most four.
    keywords = [field.mapping for field in fields.FIELDS if field.mapping.get("type") == "keyword"]
    assert len(keywords) > 10
    assert all(isinstance(each["ignore_above"], int) and 4 * each["ignore_above"] <= 32_766 for each in keywords)


def test_the_same_name_is_never_both_a_field_and_a_group() -> None:
    names = {field.name for field in fields.FIELDS}
    parents = {name.rpartition(".")[0] for name in names} - {""}
    assert not names & parents
    assert len(names) == len(fields.FIELDS)


MAPPINGS = {1: "910d8e7b3509175b", 2: "73d87a9519b037a5"}
"""INDEX_VERSION → digest of the mapping that it stands for."""


def test_a_changed_mapping_is_a_new_index_version() -> None:
    # An index keeps the mapping that it was made with. So after a change: raise INDEX_VERSION, and add the new digest.
    digest = sha256(dumps(fields.properties(), sort_keys=True).encode()).hexdigest()[:16]
    assert MAPPINGS.get(INDEX_VERSION) == digest
