"""Find the article in a page's JSON-LD, and read schema.org's loose values."""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

_ARTICLES = frozenset(
    [
        "Article",
        "NewsArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "AdvertiserContentArticle",
        "Report",
        "SatiricalArticle",
        "ScholarlyArticle",
    ]
)
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_NODES = 2000

Node = Mapping[str, object]


def article(scripts: Iterable[str]) -> Node:
    """Return the first node that is an article with a headline, or an empty one; broken scripts are passed over."""
    for script in scripts:
        for node in _nodes(_parsed(script)):
            if _types(node) & _ARTICLES and text(node.get("headline")):
                return node
    return {}


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
    found = [text(one.get("name")) if isinstance(one, dict) else text(one) for one in each[:_MOST_NODES]]
    return [one for one in found if one]


def address(value: object) -> str:
    """Return the URL of an image, however it is written."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
    return text(value)


def _parsed(script: str) -> object:
    try:
        # Control characters inside strings are common and harmless, so not strict.
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
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


def _types(node: Node) -> set[str]:
    stated = node.get("@type")
    each = stated if isinstance(stated, list) else [stated]
    return {one.rpartition("/")[2] for one in each if isinstance(one, str)}
