"""What enrichment finds can be asked for in Elasticsearch: value and currency of one sum, bounds, speakers."""

from collections.abc import Mapping

import pytest
from twins import text

from services.bootstrap import Service
from services.enrich import quotes

pytestmark = pytest.mark.servers

STORY = (
    "Engineers saw the dam break\n"
    "A town is under water\n"
    "The flood killed at least 83 people, said the army. Troops and soldiers came with a missile in the war.\n"
    "“It was a bad day,” Jane Doe said. She paid $50 million, and €20."
)
QUERIES: dict[str, tuple[Mapping[str, object], bool]] = {
    "more than 50 killed": ({"range": {"casualties.killed": {"gte": 50, "relation": "within"}}}, True),
    "perhaps 100 killed": ({"term": {"casualties.killed": 100}}, True),
    "80 killed": ({"term": {"casualties.killed": 80}}, False),
    "over a million dollars": (
        {"nested": {"path": "amounts", "query": {"bool": {"filter": [
            {"term": {"amounts.currency": "USD"}}, {"range": {"amounts.value": {"gte": 1e6}}}]}}}},
        True,
    ),
    "over a million euros": (
        {"nested": {"path": "amounts", "query": {"bool": {"filter": [
            {"term": {"amounts.currency": "EUR"}}, {"range": {"amounts.value": {"gte": 1e6}}}]}}}},
        False,
    ),
    "Doe on bad days": (
        {"nested": {"path": "quotes", "query": {"bool": {"filter": [
            {"term": {"quotes.speaker": "Jane Doe"}}, {"match": {"quotes.text": "bad day"}}]}}}},
        True,
    ),
    "conflict": ({"term": {"topics.uri": "medtop:16000000"}}, True),
    "sport": ({"term": {"topics.uri": "medtop:15000000"}}, False),
    "done by this version": ({"term": {"enrichment.done": f"quotes/{quotes.VERSION}"}}, True),
    "one that failed": ({"exists": {"field": "enrichment.failed"}}, False),
    "in its summary": ({"match": {"summary": "flood"}}, True),
}  # fmt: skip


def test_what_is_found_can_be_asked_for(service: Service) -> None:
    service.pipeline.accept([text(content=STORY)])
    for due in service.pipeline.reconcile():
        assert service.pipeline.process(due.document_ids, "test")["indexed"] == 1
    service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-articles")
    for name, (query, is_found) in QUERIES.items():
        answer = service.elasticsearch.search(index=f"{service.settings.index_prefix}-articles", query=query)
        assert (answer["hits"]["total"]["value"] == 1) is is_found, name
