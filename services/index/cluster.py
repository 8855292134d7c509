"""What Elasticsearch says of itself."""

from elasticsearch import Elasticsearch

from services.index import vectors
from services.index.client import errors_named
from services.index.names import Names
from services.index.setup import server_version
from services.observe.facts import ElasticsearchFacts
from services.settings import Settings


def facts(client: Elasticsearch, settings: Settings) -> ElasticsearchFacts:
    """Look up version, health and our indices, with no more than the right to read them."""
    names = Names(settings)
    with errors_named(settings):
        status = str(client.cluster.health(filter_path="status")["status"])
        exists = bool(client.indices.exists_alias(name=names.read_alias))
        found = dict(client.indices.get(index=names.read_alias, features="mappings,settings")) if exists else {}
        version = server_version(client)
    blocks = {index: each["settings"]["index"].get("blocks", {}) for index, each in found.items()}
    stemmed = {
        language
        for each in found.values()
        for language in each["mappings"]["properties"].get("stemmed", {}).get("properties", {})
    }
    analyzers = [e["settings"]["index"].get("analysis", {}).get("analyzer", {}).get("news", {}) for e in found.values()]
    return ElasticsearchFacts(
        version=version,
        status=status,
        template_installed=bool(found) and all("newsmill" in e["mappings"].get("_meta", {}) for e in found.values()),
        alias_exists=exists,
        read_only_indices=tuple(sorted(i for i, block in blocks.items() if "true" in map(str, block.values()))),
        stemmed_languages=tuple(sorted(stemmed)),
        folds_accents=any("asciifolding" in analyzer.get("filter", ()) for analyzer in analyzers),
        vectors=frozenset(vectors.dimensions(each["mappings"]) for each in found.values()),
        vectors_wanted=settings.vector_dimensions,
    )
