"""One way to reach Elasticsearch, and one to say what is wrong with it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import elasticsearch
from elasticsearch import Elasticsearch

from services.errors import IndexUnavailableError, IngestError, NotPermittedError
from services.settings import Settings

TIMEOUT_SECONDS = 10.0
"""For each answer; below a worker's lease, so that rows are given back before they are overdue."""

_NOT_PERMITTED, _NOT_FOUND, _TOO_MANY, _SERVER_ERROR = (401, 403), 404, 429, 500

# A person or the disk stopped the index: nothing is wrong with the document, though the status may be 400 or 403.
_BLOCKS: Mapping[str, str] = {
    "cluster_block_exception": "is read-only: free disk space, or lift the block",
    "index_closed_exception": "has a closed index: open it (`POST <index>/_open`)",
}


def connect(settings: Settings) -> Elasticsearch:
    """Return a client for the Elasticsearch of *settings*; nothing is sent yet."""
    options: dict[str, Any] = {}
    if key := settings.elasticsearch_api_key.get_secret_value():
        options["api_key"] = key
    elif settings.elasticsearch_username:
        options["basic_auth"] = (settings.elasticsearch_username, settings.elasticsearch_password.get_secret_value())
    if settings.elasticsearch_ca_file:
        options["ca_certs"] = str(settings.elasticsearch_ca_file)
    # Retries are the ledger's: a client that retries by itself would hold a batch beyond its lease.
    return Elasticsearch(settings.elasticsearch_url, request_timeout=TIMEOUT_SECONDS, max_retries=0, **options)


@contextmanager
def errors_named(settings: Settings) -> Iterator[None]:
    """Turn what the client raises inside into one sentence with the fix: IndexUnavailableError or NotPermittedError."""
    where = f"Elasticsearch at {settings.elasticsearch_url}"
    try:
        yield
    except (elasticsearch.UnsupportedProductError, elasticsearch.SerializationError) as error:
        message = f"{where} doesn't answer as Elasticsearch does: correct NEWSMILL_ELASTICSEARCH_URL."
        raise NotPermittedError(message) from error
    except elasticsearch.ApiError as error:
        raise _api_error(where, error) from error
    except elasticsearch.TransportError as error:
        message = f"{where} can't be reached: start it, or correct NEWSMILL_ELASTICSEARCH_URL ({error.message})."
        raise IndexUnavailableError(message) from error


def _api_error(where: str, error: elasticsearch.ApiError) -> IngestError:
    reason, status = reason_of(error.body), error.status_code
    if fix := block_of(error.body):
        return IndexUnavailableError(f"{where} {fix} ({reason}).")
    if status in _NOT_PERMITTED:
        return NotPermittedError(f"{where} doesn't permit it: correct the credentials ({reason}).")
    if status == _NOT_FOUND:
        return NotPermittedError(f"{where} lacks the index: run `newsmill init index` ({reason}).")
    if status == _TOO_MANY or status >= _SERVER_ERROR:
        return IndexUnavailableError(f"{where} pushes back with {status}: give it time, memory or disk ({reason}).")
    return NotPermittedError(f"{where} refuses the request with {status}: {reason}.")


def reason_of(body: object) -> str:
    """Return the sentence inside an error of Elasticsearch, shortened."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, dict):
        causes = error.get("caused_by")
        cause = f": {causes['reason']}" if isinstance(causes, dict) and causes.get("reason") else ""
        error = f"{error.get('type', '')}: {error.get('reason', '')}{cause}"
    return str(error)[:500]


def block_of(body: object) -> str:
    """Return what stops the index that an error is about, with the fix; empty where it isn't stopped."""
    return next((_BLOCKS[name] for name in _types(body) if name in _BLOCKS), "")


def _types(body: object) -> Iterator[str]:
    """Yield the types that an error names, never its text: that quotes the document."""
    error = body.get("error", body) if isinstance(body, dict) else None
    if isinstance(error, dict):
        yield str(error.get("type", ""))
        for cause in (*error.get("root_cause", ()), error.get("caused_by")):
            yield from _types(cause)
