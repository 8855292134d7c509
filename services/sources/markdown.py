"""Read Markdown: front matter (YAML or TOML, as static sites have it) gives facts, the rest is read as text.

Of YAML, `key: value`, lists in brackets or one a line, and quotes are understood; anything deeper is passed over.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import text
from services.sources.decoding import decode
from services.sources.html.addresses import web_address

METHOD, VERSION = "markdown", 1

Facts = Mapping[str, tuple[str, ...]]

_LONGEST_MATTER = 20_000
_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n(?:\1|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_][\w -]{0,60}?)\s*:\s*(.*)")
_ITEM = re.compile(r"\s*-\s+(.*)")
_LISTED = re.compile(r"\s*\"[^\"]*\"|\s*'[^']*'|[^,]+")
_COMMENT = re.compile(r"\s+#.*$")
# What reads as well without its marks: links and images, emphasis, code, footnotes.
# No bracket within brackets: ten million opening ones would each look ahead at those after it.
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500}+)\]\([^()\s]{0,2000}+(?:\s++\"[^\"\n]{0,300}+\")?\)")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*_])")
_QUOTE = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)


def read(document: RawDocument) -> Entry:
    """Return the article; a title in the front matter is the headline.

    Raises NotAnArticleError as text does.
    """
    facts, body = _parted(decode(document.content, document.charset))
    title = _one(facts, "title", "headline")
    plain = _plain(body)
    if title and not _repeats(plain, title):
        plain = f"{title}\n\n{plain}"
    if not plain.strip():
        raise NotAnArticleError("no-text", "front matter without a text")
    read_as_text = text.read(replace(document, content=plain.encode("utf-8", "replace"), charset="utf-8"))
    return _with(read_as_text, facts, document)


def _with(entry: Entry, facts: Facts, document: RawDocument) -> Entry:
    address = web_address(_one(facts, "url", "canonical", "canonical_url", "link", "permalink"), document.url)
    return replace(
        entry,
        alternative_headline=_one(facts, "subtitle", "deck") or entry.alternative_headline,
        description=_one(facts, "description", "summary", "excerpt", "abstract"),
        url=address or entry.url,
        authors=_many(facts, "author", "authors", "byline"),
        publisher=_one(facts, "publisher", "source"),
        language=_one(facts, "lang", "language", "locale"),
        section=_one(facts, "section", "category", "categories"),
        keywords=_many(facts, "tags", "keywords"),
        image=web_address(_one(facts, "image", "cover", "thumbnail"), document.url),
        published=_one(facts, "date", "published", "pubdate", "datePublished"),
        published_source="front-matter" if facts else "",
        modified=_one(facts, "lastmod", "updated", "modified"),
        guid=_one(facts, "guid", "id"),
        method=METHOD,
        method_version=VERSION,
    )


def _parted(whole: str) -> tuple[Facts, str]:
    matter = _MATTER.match(whole[:_LONGEST_MATTER])
    if matter is None:
        return {}, whole
    facts = _toml(matter[2]) if matter[1] == "+++" else _yaml(matter[2])
    # `---` may also be a rule: then nothing in it reads as a fact.
    return (facts, whole[matter.end() :]) if facts else ({}, whole)


def _toml(matter: str) -> Facts:
    try:
        found = tomllib.loads(matter)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {
        key.lower(): tuple(str(each) for each in (value if isinstance(value, list) else [value]))
        for key, value in found.items()
        if not isinstance(value, dict)
    }


def _yaml(matter: str) -> Facts:
    facts: dict[str, tuple[str, ...]] = {}
    key = ""
    for line in matter.splitlines():
        if (pair := _PAIR.fullmatch(line)) and not line.startswith((" ", "\t")):
            key = pair[1].strip().lower()
            facts[key] = _values(pair[2])
        elif key and (item := _ITEM.fullmatch(line)):
            facts[key] += _values(item[1])
    return facts


def _values(stated: str) -> tuple[str, ...]:
    stated = stated.strip()
    if stated.startswith("[") and stated.endswith("]"):
        return tuple(value for part in _LISTED.findall(stated[1:-1]) if (value := _unquoted(part)))
    value = _unquoted(stated)
    return (value,) if value and value not in ("|", ">", "null", "~") else ()


def _unquoted(stated: str) -> str:
    stated = stated.strip()
    for quote in ('"', "'"):
        if len(stated) > 1 and stated.startswith(quote) and (end := stated.rfind(quote)) > 0:
            return stated[1:end].replace(f"\\{quote}", quote).replace("''", "'").strip()
    return _COMMENT.sub("", stated).strip()


def _one(facts: Facts, *keys: str) -> str:
    return next((facts[key.lower()][0] for key in keys if facts.get(key.lower())), "")


def _many(facts: Facts, *keys: str) -> tuple[str, ...]:
    return next((facts[key.lower()] for key in keys if facts.get(key.lower())), ())


def _plain(body: str) -> str:
    body = _LINK.sub(r"\1", body)
    return _QUOTE.sub("", _EMPHASIS.sub(r"\2", body))


def _repeats(body: str, title: str) -> bool:
    """Tell whether the text begins with its own title, as a heading of the first level."""
    first = next((line.strip() for line in body.splitlines() if line.strip()), "")
    return first.startswith("# ") and first.removeprefix("# ").strip().casefold() == title.casefold()
