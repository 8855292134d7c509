"""Which months' indices are ready for documents, and what each can stem."""

from collections.abc import Collection, Mapping
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from services.errors import NotPermittedError, UnsuitableServerError
from services.index import setup, vectors
from services.index.client import errors_named
from services.index.names import INDEX_VERSION, Names
from services.settings import Settings


class Months:
    """The months' indices that are ready for documents; each is looked at once, until it is forgotten."""

    def __init__(self, client: Elasticsearch, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._names = Names(settings)
        self._stemmers: dict[str, frozenset[str]] = {}

    def stemmers_of(self, month: str) -> frozenset[str]:
        """Return the languages that the index of *month* stems; it is made if it isn't there.

        Raises NotPermittedError when it can't be made, UnsuitableServerError when it isn't ours or has no place for our
        vectors.
        """
        if month not in self._stemmers:
            mappings = self._mappings(month) or self._made(month)
            self._stemmers[month] = _stemmers(self._names.write_alias(month), mappings, self._settings)
        return self._stemmers[month]

    def forget(self, months: Collection[str]) -> None:
        """Look at *months* again at the next question: an index was dropped, or made anew with other analyzers."""
        for month in months:
            self._stemmers.pop(month, None)

    def _made(self, month: str) -> Mapping[str, Any]:
        try:
            setup.make_month(self._client, self._settings, month)
        except NotPermittedError as error:
            message = (
                f"There is no index {self._names.write_alias(month)}, and these credentials can't make it: "
                f"the queue `maintain` does within a minute, `newsmill init index` at once ({error})"
            )
            raise NotPermittedError(message) from error
        return self._mappings(month)

    def _mappings(self, month: str) -> Mapping[str, Any]:
        """Return index → mapping of what the month's alias names; empty when there is nothing."""
        with errors_named(self._settings):
            try:
                found = self._client.indices.get_mapping(index=self._names.write_alias(month))
            except NotFoundError:
                return {}
        return {index: each["mappings"] for index, each in found.items()}


def _stemmers(alias: str, mappings: Mapping[str, Any], settings: Settings) -> frozenset[str]:
    """Return what the index behind *alias* stems; raises UnsuitableServerError unless it is one, ours and fit."""
    versions = {index: mapping.get("_meta", {}).get("newsmill") for index, mapping in mappings.items()}
    if list(versions.values()) != [INDEX_VERSION]:
        found = ", ".join(f"{index} (version {version or 'unknown'})" for index, version in versions.items())
        message = (
            f"{alias} must be the alias of one index that Newsmill made, of version {INDEX_VERSION}, "
            f"and it is {found}: take that away, then run `newsmill init index`."
        )
        raise UnsuitableServerError(message)
    ((index, mapping),) = mappings.items()
    vectors.require(index, vectors.dimensions(mapping), settings.vector_dimensions)
    return frozenset(mapping["properties"].get("stemmed", {}).get("properties", {}))
