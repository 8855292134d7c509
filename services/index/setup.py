"""Make what the articles live in: the template, and each month's index behind its aliases."""

from collections.abc import Collection
from datetime import datetime, timedelta

from elasticsearch import BadRequestError, Elasticsearch

from services.errors import NotPermittedError, UnsuitableServerError
from services.index import feeds, fields, histories, vectors
from services.index.analysis import Capabilities, capabilities
from services.index.client import errors_named, reason_of
from services.index.names import INDEX_VERSION, Names, month_name
from services.settings import Settings

_PRIORITY = 500  # above the built-in templates of Elasticsearch, which stop at 200
_PATIENCE = "5s"  # for the shards of a new index; below the client's own timeout

AHEAD = timedelta(days=1)
"""How long before a month begins its index is made: the first article of a month must find it."""

_MOST_MONTHS = 12


def install(client: Elasticsearch, settings: Settings, now: datetime) -> Capabilities:
    """Install the template and the indices that are due; doing it again changes nothing.

    Returns what the cluster can do. Raises UnsuitableServerError for a version that isn't 9, and for vectors of another
    length than those that are there.
    """
    names = Names(settings)
    with errors_named(settings):
        version = server_version(client)
        if not version.startswith("9."):
            message = f"Elasticsearch at {settings.elasticsearch_url} is {version}: Newsmill needs 9."
            raise UnsuitableServerError(message)
        vectors.install(client, settings)
        offered = capabilities(client)
        client.indices.put_index_template(
            name=names.template,
            index_patterns=[names.pattern],
            priority=_PRIORITY,
            template=template(settings, offered),
            version=INDEX_VERSION,
            meta={"newsmill": INDEX_VERSION},
        )
    feeds.install(client, settings)
    for name, properties in histories.INDICES.items():
        _make_history(client, settings, name, properties)
    make_months(client, settings, now)
    return offered


def _make_history(client: Elasticsearch, settings: Settings, name: str, properties: fields.Json) -> None:
    """Make the index that is read and written as `<prefix>-<name>` unless it is there."""
    alias = f"{settings.index_prefix}-{name}"
    with errors_named(settings):
        if client.indices.exists_alias(name=alias):
            return
        try:
            client.indices.create(
                index=f"{alias}-v{histories.VERSION}",
                settings={
                    "number_of_shards": 1,
                    "number_of_replicas": settings.index_replicas,
                    "codec": "best_compression",
                },
                mappings={"dynamic": "strict", "_meta": {"newsmill": histories.VERSION}, "properties": properties},
                aliases={alias: {"is_write_index": True}},
                timeout=_PATIENCE,
            )
        except BadRequestError as error:
            # Another process was quicker.
            if not client.indices.exists_alias(name=alias):
                message = f"{alias} can't be made: take away what is in its place ({reason_of(error.body)})."
                raise UnsuitableServerError(message) from error


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
            "properties": fields.properties(settings.vector_dimensions) | {"stemmed": {"properties": offered.stemmed}},
        },
        "aliases": {Names(settings).read_alias: {}},
    }


def make_months(client: Elasticsearch, settings: Settings, now: datetime) -> None:
    """Make the indices that are due at *now* and aren't there."""
    names = Names(settings)
    with errors_named(settings):
        existing = {names.month(index) for index in client.indices.get_alias(index=names.every_index)}
    for month in months_due({month for month in existing if month}, now):
        make_month(client, settings, month)


def months_due(existing: Collection[str], now: datetime) -> list[str]:
    """Return the months that need an index: this one, the next when it is near, and those that were missed (pure).

    Missed are those since the newest that exists, a year at most: documents may have been accepted in a month in
    which nothing made its index, and workers mayn't.
    """
    last = now + AHEAD
    first = max((month for month in existing if month <= month_name(now)), default=month_name(now))
    months = [month_name(last)]
    while months[-1] > first and len(months) < _MOST_MONTHS:
        last = last.replace(day=1) - timedelta(days=1)
        months.append(month_name(last))
    return sorted(months)


def make_month(client: Elasticsearch, settings: Settings, month: str) -> None:
    """Make the index of *month* unless it is there.

    Raises UnsuitableServerError where something else has its name, NotPermittedError without the template.
    """
    names = Names(settings)
    alias = names.write_alias(month)
    with errors_named(settings):
        if client.indices.exists_alias(name=alias):
            return
        # Without it the index would take any field, and be of no use.
        if not client.indices.exists_index_template(name=names.template):
            message = f"Elasticsearch at {settings.elasticsearch_url} lacks the template: run `newsmill init index`."
            raise NotPermittedError(message)
        index, aliases = names.index(month), {alias: {"is_write_index": True}}
        try:
            client.indices.create(index=index, aliases=aliases, timeout=_PATIENCE)
        except BadRequestError as error:
            # Another worker was quicker.
            if not client.indices.exists_alias(name=alias):
                reason = reason_of(error.body)
                message = f"{index} can't be made as {alias}: take away what is in its place ({reason})."
                raise UnsuitableServerError(message) from error
