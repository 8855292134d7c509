"""One way to reach Elasticsearch, and one to say what is wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager

import elasticsearch
from elasticsearch import Elasticsearch

from services.errors import IndexUnavailableError, NotPermittedError, PermanentError
from services.settings import Settings

TIMEOUT_SECONDS = 10.0
"""For each answer; below a worker's lease, so that rows are given back before they are overdue."""

_FORBIDDEN, _NOT_FOUND, _TOO_MANY, _SERVER_ERROR = 403, 404, 429, 500


def connect(settings: Settings) -> Elasticsearch:
    """Return a client for the Elasticsearch of *settings*; nothing is sent yet."""
    options: dict[str, object] = {}
    if key := settings.elasticsearch_api_key.get_secret_value():
        options["api_key"] = key
    elif settings.elasticsearch_username:
        options["basic_auth"] = (settings.elasticsearch_username, settings.elasticsearch_password.get_secret_value())
    if settings.elasticsearch_ca_file:
        options["ca_certs"] = str(settings.elasticsearch_ca_file)
    # Retries are the ledger's: a client that retries by itself would hold a batch beyond its lease.
    return Elasticsearch(settings.elasticsearch_url, request_timeout=TIMEOUT_SECONDS, max_retries=0, **options)  # type: ignore[arg-type]


@contextmanager
def errors_named(settings: Settings) -> Iterator[None]:
    """Turn what the client raises inside into one sentence with the fix."""
    where = f"Elasticsearch at {settings.elasticsearch_url}"
    try:
        yield
    except elasticsearch.UnsupportedProductError as error:
        message = f"{where} isn't Elasticsearch: correct NEWSMILL_ELASTICSEARCH_URL."
        raise NotPermittedError(message) from error
    except (elasticsearch.AuthenticationException, elasticsearch.AuthorizationException) as error:
        if is_blocked(error.body):
            message = f"{where} is read-only: free disk space, or lift the block ({reason_of(error.body)})."
            raise IndexUnavailableError(message) from error
        message = f"{where} doesn't permit it: correct the credentials ({reason_of(error.body)})."
        raise NotPermittedError(message) from error
    except elasticsearch.ApiError as error:
        raise _api_error(where, error) from error
    except elasticsearch.TransportError as error:
        message = f"{where} can't be reached: start it, or correct NEWSMILL_ELASTICSEARCH_URL ({error.message})."
        raise IndexUnavailableError(message) from error


def _api_error(where: str, error: elasticsearch.ApiError) -> Exception:
    reason, status = reason_of(error.body), error.status_code
    if status == _NOT_FOUND:
        return NotPermittedError(f"{where} lacks the index: run `newsmill init` ({reason}).")
    if status == _TOO_MANY or status >= _SERVER_ERROR:
        return IndexUnavailableError(f"{where} pushes back with {status}: give it time, memory or disk ({reason}).")
    return PermanentError(f"{where} refuses the request with {status}: {reason}.")


def reason_of(body: object) -> str:
    """Return the sentence inside an error of Elasticsearch, shortened."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, dict):
        causes = error.get("caused_by")
        cause = f": {causes['reason']}" if isinstance(causes, dict) and causes.get("reason") else ""
        error = f"{error.get('type', '')}: {error.get('reason', '')}{cause}"
    return str(error)[:500]


def is_blocked(error: object) -> bool:
    """Tell whether *error* says that an index or the cluster is read-only, rather than that we may not."""
    return "cluster_block_exception" in str(error)
