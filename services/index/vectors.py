"""Which indices have a place for vectors, and for which.

An index without one can be given it at any time; what is there can't be changed, since a mapping keeps its dimensions:
the month is copied into another index without its vectors (migration.py), if the operator gives them up.
"""

from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch

from services.errors import UnsuitableServerError
from services.index import fields
from services.index.client import errors_named
from services.index.names import Names
from services.settings import Settings


def install(client: Elasticsearch, settings: Settings) -> None:
    """Give every index of articles a place for the vectors of *settings*, unless they are off.

    Raises UnsuitableServerError where there are vectors of other dimensions that aren't given up, and changes nothing
    then.
    """
    wanted = settings.vector_dimensions
    if not wanted:
        return
    with errors_named(settings):
        indices = client.indices.get(index=Names(settings).every_index, features="aliases,mappings")
        # What no alias names is a copy that isn't finished.
        found = {index: dimensions(each["mappings"]) for index, each in indices.items() if each["aliases"]}
        for index, length in found.items():
            if not is_dropped(length, settings):
                require(index, length or wanted, wanted)
        if lacking := [index for index, length in found.items() if not length]:
            client.indices.put_mapping(index=lacking, properties=fields.of_vectors(wanted))


def dimensions(mapping: Mapping[str, Any]) -> int:
    """Return how long the vectors of an index with *mapping* are; 0 where they have no place in it."""
    return int(mapping.get("properties", {}).get("vector", {}).get("dims", 0))


def is_dropped(length: int, settings: Settings) -> bool:
    """Tell whether the operator gives up vectors of *length* dimensions."""
    return length > 0 and length == settings.vector_drop != settings.vector_dimensions


def require(index: str, found: int, wanted: int) -> None:
    """Raise UnsuitableServerError unless vectors of *wanted* dimensions can go to *index*, which takes *found*."""
    if wanted in {0, found}:
        return
    if found:
        message = (
            f"{index} has vectors of {found} dimensions, and NEWSMILL_VECTOR_DIMENSIONS is {wanted}: "
            f"set it back to {found}, or give those vectors up by NEWSMILL_VECTOR_DROP={found}."
        )
    else:
        message = f"{index} has no place for the vectors of NEWSMILL_VECTOR_DIMENSIONS: run `newsmill init index`."
    raise UnsuitableServerError(message)
