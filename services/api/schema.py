"""The shape of an article in OpenAPI, made from the table of fields."""

from collections.abc import Mapping
from typing import cast

from services.index.fields import FIELDS, Field

_TYPES: Mapping[str, Mapping[str, object]] = {
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "date": {"type": "string", "format": "date-time"},
    "date_nanos": {"type": "string", "format": "date-time"},
    "flattened": {"type": "object"},
}
_ARRAYS = frozenset({"keywords"})


def article_schema() -> dict[str, object]:
    """Return the JSON schema of what Elasticsearch stores of an article."""
    root: dict[str, object] = {"type": "object", "title": "Article", "properties": {}, "required": []}
    for field in FIELDS:
        target = root
        *parents, leaf = field.name.split(".")
        for parent in parents:
            inner: dict[str, object] = {"type": "object", "properties": {}}
            target = cast("dict[str, object]", _properties(target).setdefault(parent, inner))
        _properties(target)[leaf] = _schema(field) | {"description": field.meaning}
    root["required"] = sorted({field.name.partition(".")[0] for field in FIELDS if field.required})
    return root


def _properties(schema: dict[str, object]) -> dict[str, object]:
    return cast("dict[str, object]", schema["properties"])


def _schema(field: Field) -> dict[str, object]:
    inner = field.mapping.get("properties")
    if isinstance(inner, Mapping):
        return {
            "type": "array",
            "items": {"type": "object", "properties": {name: {"type": "string"} for name in inner}},
        }
    one = dict(_TYPES.get(str(field.mapping["type"]), {"type": "string"}))
    return {"type": "array", "items": one} if field.name in _ARRAYS else one
