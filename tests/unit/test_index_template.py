"""What an index is made of, with the language analyzers of a full Elasticsearch and without."""

import pytest
from answering import Answer, Answering, items
from twins import NOON, SETTINGS

from services.errors import UnsuitableServerError
from services.index import fields, setup
from services.index.analysis import STEMMERS, Capabilities

FULL = Capabilities(frozenset(STEMMERS), folds_accents=True)
PLAIN = Capabilities(frozenset(), folds_accents=False)


def part(capabilities: Capabilities, *path: str) -> object:
    found: object = setup.template(SETTINGS, capabilities)
    for name in path:
        assert isinstance(found, dict)
        found = found[name]
    return found


def test_where_there_are_analyzers_each_language_has_its_field() -> None:
    stemmed = part(FULL, "mappings", "properties", "stemmed", "properties")
    assert isinstance(stemmed, dict)
    assert stemmed.keys() == STEMMERS.keys()
    assert stemmed["en"] == {"type": "text", "analyzer": "english"}


def test_where_there_are_none_there_is_no_such_field() -> None:
    assert part(PLAIN, "mappings", "properties", "stemmed") == {"properties": {}}


@pytest.mark.parametrize(
    ("capabilities", "analyzer"),
    [
        (FULL, {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}),
        (PLAIN, {"type": "standard"}),
    ],
)
def test_accents_are_folded_where_that_is_offered(capabilities: Capabilities, analyzer: dict[str, object]) -> None:
    assert part(capabilities, "settings", "analysis", "analyzer", "news") == analyzer


@pytest.mark.parametrize("capabilities", [FULL, PLAIN])
def test_whatever_is_offered_the_mapping_is_strict_and_has_every_field(capabilities: Capabilities) -> None:
    assert part(capabilities, "mappings", "dynamic") == "strict"
    properties = part(capabilities, "mappings", "properties")
    assert isinstance(properties, dict)
    assert properties.keys() == fields.properties().keys() | {"stemmed"}


def test_what_is_stemmed_is_searched_and_not_stored_twice() -> None:
    assert part(FULL, "mappings", "_source") == {"excludes": ["stemmed"]}


def test_an_elasticsearch_of_another_major_version_is_refused_with_the_one_that_is_needed() -> None:
    class Old(Answering):
        def _answer(self, method: str, target: str, body: bytes) -> Answer:
            return Answer(200, {"nodes": {"x": {"version": "8.19.0"}}})

    with pytest.raises(UnsuitableServerError, match=r"is 8\.19\.0: Newsmill needs 9"):
        setup.install(Old(lambda _: items()).client(), SETTINGS, NOON)
