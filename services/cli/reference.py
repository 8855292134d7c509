"""The reference pages that are made from code: `python -m services.cli.reference` writes them into docs/reference/.

index/fields.py ─fields_page─▶ fields.md        settings.py ─settings_page─▶ settings.md
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from services.index import fields
from services.index.fields import Field
from services.index.names import INDEX_VERSION, Names
from services.settings import Settings, variable

DIRECTORY = Path(__file__).parents[2] / "docs" / "reference"

_MADE_BY = "<!-- Made by `python -m services.cli.reference`; a change here is lost. -->"

_GROUPS: Mapping[str, str] = {
    "identity": "Which article it is, and where it was read.",
    "content": "What it says, in schema.org's words.",
    "time": "When; always UTC. A time that nobody stated is absent, never invented.",
    "mentions": "What its text mentions, as told by the enrichments. Offsets count Unicode code points.",
    "dedup": "What makes it the same as another.",
    "provenance": "Where each document came from, and how it was read.",
    "open": "Yours.",
}

_FIELDS = """# Fields of an article

{made_by}

What Elasticsearch stores of each article: the contract with whoever queries it. Names follow schema.org's
[NewsArticle](https://schema.org/NewsArticle), and [ninjs](https://iptc.org/standards/ninjs/) for `uri`, `version` and
`pubStatus`. A field that isn't known is absent. *Required* ones are always there.

## Indices and aliases

| name | what it is |
| --- | --- |
| `{read_alias}` | the alias to query: all articles |
| `{write_alias}` | the alias of one month, by first sight; only Newsmill writes to it |
| `{index}` | the index behind it; `v{version}` is the version of this page |
| `{template}` | the template that makes such an index |

`newsmill` is what `NEWSMILL_INDEX_PREFIX` says. Each month has an index of its own, made a day before the month
begins, so that old months can be moved or dropped whole. All are `dynamic: strict`: a field that isn't listed here is
refused.

An article's `uri` is `urn:newsmill:2026.11:` and 24 hexadecimal digits of its content's hash. The month in it is that
of `firstSeen` and names the index, so the same content met again, even months later, is known as the same article.
`uri` is also the document's `_id`, and never changes.

## Versions

`INDEX_VERSION` in `services/index/names.py` is {version}. An index keeps the mapping that it was made with, so a change
of a mapping raises the version. Newsmill writes to indices of its own version alone: `newsmill init index`, and `up`,
copy each older month into a new index, which takes over its aliases in one step. Meanwhile that month can be read, and
what is to be written there waits. It may be stopped, and goes on at the next time. Where vectors are given up
(`NEWSMILL_VECTOR_DROP`), so is each month of this version; its index then has `-g1` before the version.

## Finding word forms

Text is analyzed by words, in lower case and without accents where the cluster can fold them. Where it has language
analyzers (module `analysis-common`), the text is also indexed under `stemmed.<language>` (such as `stemmed.en`) by
the analyzer of the article's language, so that `rebuke` finds `rebukes`. These fields are searched and never
returned:

```json
{{"query": {{"multi_match": {{"query": "rebuke", "fields": ["headline^3", "articleBody", "stemmed.*"]}}}}}}
```

`headline.exact` and `author.name.exact` hold the whole value (up to 256 characters) for sorting and counting. A
`keyword` longer than the number beside it stays in the document, and can't be searched.
"""

_SETTINGS = """# Settings

{made_by}

All settings are environment variables; a variable that is empty counts as not set. What is wrong is said in one
sentence at the start, naming the variable, and `newsmill doctor` tells variables that look misspelt.

## Secrets, and values from files

Each `NEWSMILL_X` can also be given as `NEWSMILL_X_FILE`: a path whose content is the value, without the blanks around
it (Docker's and Kubernetes's secrets). Setting both is an error. Those marked *secret* belong into a file, since
whoever may look at a process or a container sees its environment; `docker compose up` makes such files by itself.

`NEWSMILL_ELASTICSEARCH_URL` may hold `user:password@` too; they are taken out of it, and never shown.

## All settings

| variable | default | allowed | meaning |
| --- | --- | --- | --- |
"""


def fields_page() -> str:
    """Return docs/reference/fields.md."""
    names = Names(Settings())
    intro = _FIELDS.format(
        made_by=_MADE_BY,
        read_alias=names.read_alias,
        write_alias=names.write_alias("2026.11"),
        index=names.index("2026.11"),
        template=names.template,
        version=INDEX_VERSION,
    )
    return intro + "".join(_group(name, group) for name, group in fields.GROUPS.items())


def _group(name: str, group: Iterable[Field]) -> str:
    rows = [
        f"| `{field.name}` | {_type(field.mapping)} | {'yes' if field.required else ''} | {field.meaning} |"
        for field in group
    ]
    head = ("| field | type | required | meaning |", "| --- | --- | --- | --- |")
    return "\n".join((f"\n## {name.capitalize()}\n", f"{_GROUPS[name]}\n", *head, *rows, ""))


def _type(mapping: Mapping[str, object]) -> str:
    """Return how a field is mapped, for people: `keyword (1,024)`, `text, .exact`, `list of name: text`."""
    inner = mapping.get("properties")
    if isinstance(inner, Mapping):
        return f"{'nested ' if mapping.get('type') == 'nested' else ''}objects of " + ", ".join(
            f"`{name}`: {_type(each)}" for name, each in inner.items()
        )
    longest, more = mapping.get("ignore_above"), mapping.get("fields")
    bound = f" ({longest:,})" if isinstance(longest, int) else ""
    also = "".join(f", `.{name}`" for name in more) if isinstance(more, Mapping) else ""
    return f"{mapping['type']}{bound}{also}"


def settings_page() -> str:
    """Return docs/reference/settings.md."""
    rows = [
        f"| `{variable(name)}` | {_default(field.default)} | {_allowed(field)} | {_meaning(field)} |"
        for name, field in Settings.model_fields.items()
    ]
    return _SETTINGS.format(made_by=_MADE_BY) + "\n".join((*rows, ""))


def _default(default: object) -> str:
    text = default.get_secret_value() if isinstance(default, SecretStr) else str(default if default is not None else "")
    return f"`{text}`" if text else "empty"


def _allowed(field: FieldInfo) -> str:
    if choices := getattr(field.annotation, "__args__", ()) if field.annotation is not None else ():
        return ", ".join(f"`{choice}`" for choice in choices if isinstance(choice, str))
    least = next((f"{each.ge:,}" for each in field.metadata if hasattr(each, "ge")), "")
    most = next((f"{each.le:,}" for each in field.metadata if hasattr(each, "le")), "")
    return f"{least} to {most}" if most else f"from {least}" if least else ""


def _meaning(field: FieldInfo) -> str:
    return f"{field.description}{'' if field.repr else ' *Secret.*'}"


def main(directory: Path = DIRECTORY) -> None:
    """Write the pages."""
    for name, page in {"fields.md": fields_page(), "settings.md": settings_page()}.items():
        (directory / name).write_text(page, encoding="utf-8")
        sys.stdout.write(f"{directory / name}\n")


if __name__ == "__main__":
    main()
