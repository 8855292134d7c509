"""Make what the articles live in: the template, and each month's index behind its aliases."""

from elasticsearch import BadRequestError, Elasticsearch

from services.errors import UnsuitableServerError
from services.index import fields
from services.index.analysis import Capabilities, capabilities
from services.index.client import errors_named
from services.index.names import INDEX_VERSION, Names
from services.settings import Settings

_PRIORITY = 500  # above the built-in templates of Elasticsearch, which stop at 200


def install(client: Elasticsearch, settings: Settings, month: str) -> Capabilities:
    """Install the template and the index of *month* (`2026.11`); doing it again changes nothing.

    Returns what the cluster can do. Raises UnsuitableServerError for a version that isn't 9.
    """
    names = Names(settings)
    with errors_named(settings):
        version = server_version(client)
        if not version.startswith("9."):
            message = f"Elasticsearch at {settings.elasticsearch_url} is {version}: Newsmill needs 9."
            raise UnsuitableServerError(message)
        offered = capabilities(client)
        client.indices.put_index_template(
            name=names.template,
            index_patterns=[names.pattern],
            priority=_PRIORITY,
            template=template(settings, offered),
            version=INDEX_VERSION,
            meta={"newsmill": INDEX_VERSION},
        )
    make_month(client, settings, month)
    return offered


def server_version(client: Elasticsearch) -> str:
    """Return the version of the node that answers; not from `GET /`, which a trimmed distribution doesn't serve."""
    nodes = client.nodes.info(node_id="_local", filter_path="nodes.*.version")["nodes"]
    return str(next(iter(nodes.values()))["version"])


def template(settings: Settings, offered: Capabilities) -> dict[str, object]:
    """Return settings, mapping and aliases of every index of articles (pure)."""
    return {
        "settings": {
            "number_of_shards": 1,
            "number_of_replicas": settings.index_replicas,
            "codec": "best_compression",
            "analysis": {"analyzer": {"news": offered.news_analyzer}},
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"newsmill": INDEX_VERSION},
            # The text a second time, for stemming: searched, never shown.
            "_source": {"excludes": ["stemmed"]},
            "properties": fields.properties() | {"stemmed": {"properties": offered.stemmed}},
        },
        "aliases": {Names(settings).read_alias: {}},
    }


def make_month(client: Elasticsearch, settings: Settings, month: str) -> None:
    """Make the index of *month* unless it is there."""
    names = Names(settings)
    with errors_named(settings):
        if client.indices.exists_alias(name=names.write_alias(month)):
            return
        try:
            client.indices.create(
                index=names.index(month), aliases={names.write_alias(month): {"is_write_index": True}}
            )
        except BadRequestError as error:
            # Another worker was quicker.
            if "resource_already_exists_exception" not in str(error.body):
                raise
