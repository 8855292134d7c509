"""Another text on the same event joins its story on a real Elasticsearch, found by one look-up for a batch."""

from dataclasses import replace
from datetime import timedelta

import pytest
from reports import HERALD, POST
from stores import forget
from twins import text

from services.bootstrap import Service
from services.dedup.related import WINDOW
from services.index.names import Names
from services.model import Gist, Row, new_document_id, utc_now

pytestmark = pytest.mark.servers

ELSEWHERE = (
    "Earthquake in Afghanistan kills hundreds near Herat\n"
    "A powerful earthquake struck the west of Afghanistan on Friday and killed at least 320, many of them in villages "
    "near Herat, the authorities said.\n"
    + " ".join(f"A road to district {number} was blocked by stones and could not be used." for number in range(10))
)


def take_in(service: Service, *contents: str) -> list[Row]:
    documents = [replace(text(content=content), id=new_document_id()) for content in contents]
    assert all(service.pipeline.accept(documents))
    for message in service.pipeline.reconcile():
        service.pipeline.process(message.document_ids, "holder")
    service.elasticsearch.indices.refresh(index=Names(service.settings).every_index)
    return [row for row in service.ledger.rows([each.id for each in documents]) if row]


def story(service: Service, row: Row) -> dict[str, str]:
    hit = service.index.article(row.uri)
    assert hit
    assert "duplicateOf" not in hit.source
    return dict(hit.source["story"])  # type: ignore[call-overload, no-any-return] # a document is open


def test_it_joins_the_story_with_a_reason_and_what_only_sounds_alike_does_not(service: Service) -> None:
    (herald,) = take_in(service, HERALD)
    post, elsewhere = take_in(service, POST, ELSEWHERE)
    first, related, other = (story(service, row) for row in (herald, post, elsewhere))
    assert first["role"] == other["role"] == "original"
    assert (related["role"], related["id"]) == ("related", first["id"])
    assert related["reason"].startswith(f"related to {herald.uri}: shares ")
    assert other["id"] != first["id"]


def test_two_of_one_moment_become_one_story_by_the_next_tick(service: Service) -> None:
    of_months = f"{service.settings.index_prefix}-*"
    service.elasticsearch.indices.put_settings(index=of_months, settings={"refresh_interval": "-1"})
    # A store that was just emptied, as a new one is, has Elasticsearch refreshed; this one is to have known much.
    assert service.pipeline.settling.recognition.fingerprints.was_emptied()
    forget(service.redis, f"{service.settings.redis_prefix}:fp::lately")
    documents = [replace(text(content=content), id=new_document_id()) for content in (HERALD, POST)]
    for each in documents:
        assert all(service.pipeline.accept([each]))
        service.pipeline.process([each.id], f"holder of {each.id}")
    service.elasticsearch.indices.refresh(index=of_months)
    herald, post = (row for row in service.ledger.rows([each.id for each in documents]) if row)
    assert story(service, herald)["role"] == story(service, post)["role"] == "original"
    assert service.pipeline.linking.relate_again() == 1
    assert story(service, post)["reason"].startswith(f"related to {herald.uri}: shares ")
    service.elasticsearch.indices.refresh(index=of_months)
    assert service.pipeline.linking.relate_again() == 0
    assert story(service, post)["id"] == story(service, herald)["id"]


def gist(service: Service, row: Row) -> Gist:
    (found,) = service.index.versions([row.uri]).values()
    return replace(SOUGHT, first_seen_at=found.first_seen_at + timedelta(hours=1))


SOUGHT = Gist(
    uri="urn:newsmill:2026.11:" + "a" * 24,
    story_id="its own",
    first_seen_at=utc_now(),
    published_at=None,
    headline="",
    summary="",
    names=("Morocco", "Marrakech"),
    keyphrases=(),
    language="en",
)


def test_only_originals_with_two_of_the_names_and_of_the_last_two_days_are_looked_at(service: Service) -> None:
    (herald,) = take_in(service, HERALD)
    take_in(service, POST, ELSEWHERE)
    sought = gist(service, herald)
    late = replace(sought, first_seen_at=sought.first_seen_at + WINDOW)
    early = replace(sought, first_seen_at=sought.first_seen_at - timedelta(hours=2))
    one_name = replace(sought, names=("Morocco",))
    found = service.index.tellings([sought, late, early, one_name], WINDOW)
    assert [[each.uri for each in its] for its in found] == [[herald.uri], [], [], []]
    (told,) = found[0]
    assert {"Morocco", "Marrakech"} <= set(told.names)
    assert told.headline.startswith("Earthquake in Morocco")
    assert service.index.tellings([], WINDOW) == []
