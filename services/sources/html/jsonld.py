"""Find the articles in a page's JSON-LD, and read schema.org's loose values."""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

_ARTICLE_TYPES = (
    "Article NewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle OpinionNewsArticle"
    " ReportageNewsArticle ReviewNewsArticle LiveBlogPosting BlogPosting AdvertiserContentArticle Report"
    " SatiricalArticle ScholarlyArticle"
)
_ARTICLES = frozenset(_ARTICLE_TYPES.split())
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_NODES = 2000
_LONGEST_SCRIPT = 2_000_000
# What content systems wrap around a script, or leave behind in it.
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|;)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")

Node = Mapping[str, object]


def articles(scripts: Iterable[str]) -> list[Node]:
    """Return the nodes that are articles, with what they refer to by `@id` in place; broken scripts are passed over."""
    nodes = [node for script in scripts for node in _nodes(_parsed(script))]
    by_id = {identity: node for node in nodes if isinstance(identity := node.get("@id"), str) and len(node) > 1}
    return [_resolved(node, by_id) for node in nodes if _types(node) & _ARTICLES]


def text(value: object) -> str:
    """Return a string, the first of a list, or nothing."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("alternateName") or ""
    return value.strip() if isinstance(value, str) else ""


def name(value: object) -> str:
    """Return the name of a person or an organization, however it is written."""
    return next(iter(names(value)), "")


def names(value: object) -> list[str]:
    """Return the names in a string, a node, or a list of either."""
    each = value if isinstance(value, list) else [value]
    found: list[str] = []
    for one in each[:_MOST_NODES]:
        inner = _named(one) if isinstance(one, dict) else one
        found += [text(part) for part in inner] if isinstance(inner, list) else [text(inner)]
    return [one for one in found if one]


def _named(node: Node) -> object:
    return node.get("name") or " ".join(filter(None, map(text, (node.get("givenName"), node.get("familyName")))))


def address(value: object) -> str:
    """Return the URL of an image, however it is written."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
    return text(value)


def truth(value: object) -> bool | None:
    """Return a truth value, however it is written; None where it is none."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(text(value).rpartition("/")[2].lower())


def _parsed(script: str) -> object:
    script = _WRAPPING.sub("", script)
    if len(script) > _LONGEST_SCRIPT:
        return None
    for repaired in (str, lambda broken: _TRAILING_COMMA.sub("", broken)):
        try:
            # Control characters inside strings are common and harmless, so not strict.
            return json.loads(repaired(script), strict=False)
        except RecursionError:
            return None
        except ValueError:
            continue
    return None


def _nodes(root: object) -> Iterator[Node]:
    waiting = deque([root])
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value[:_MOST_NODES])
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[holder] for holder in _HOLDERS if holder in value)


def _resolved(node: Node, by_id: Mapping[str, Node]) -> Node:
    return {key: _followed(value, by_id) for key, value in node.items()}


def _followed(value: object, by_id: Mapping[str, Node]) -> object:
    if isinstance(value, list):
        return [_followed(one, by_id) for one in value[:_MOST_NODES]]
    if isinstance(value, dict) and "name" not in value and (meant := by_id.get(str(value.get("@id")))):
        return {**meant, **value}
    return by_id.get(value, value) if isinstance(value, str) else value


def _types(node: Node) -> set[str]:
    stated = node.get("@type")
    each = stated if isinstance(stated, list) else [stated]
    return {one.rpartition("/")[2] for one in each if isinstance(one, str)}
