"""Who wrote it: from JSON-LD, meta tags, or the byline that the page shows; names alone, each once."""

import html
import re
from collections.abc import Iterable, Iterator

from services.sources.html import jsonld
from services.sources.html.statements import Statements, bare
from services.sources.html.tree import Element

_MOST = 30
_LONGEST_NAME = 60
_LONGEST_BYLINE = 300
_MOST_WORDS = 7
_META = (
    "author", "parsely-author", "article:author", "article:author_name", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator",
)  # fmt: skip

_CALLS_ITSELF = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|autor(?:es|en)?|auteurs?)(?:[\s_-]{0,2}(?:names?|link|list|item))*(?=$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"comment|related|teaser|sidebar|recommend", re.IGNORECASE)
_TAGS_ELSEWHERE = frozenset(["aside", "nav", "footer"])

_PREFIX = re.compile(
    r"^(?:(?:written|reported|story|words|text|article|posted|published)\s+by|by|von|par|por|di|da|door|av|af"
    r"|autor(?:in|es|en)?"
    r"|author|text|rédigé par|escrito por|reporter)\b\s*:?(?:\s+|$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[;|•·\n]|\s(?:and|und|et|och|og|en|y|e|&|ja|oraz)\s)\s*")
_IN_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|journalist|columnist|contributor|producer|staff|chief|bureau|author"
    r"|analyst"
    r"|redakteur|redaktor|korrespondent|journaliste?|periodista|redactora?|corresponsal|jornalista|giornalista"
    r"|redacteur"
    r"|verslaggever|skribent|fotograf|photograph|photographer|professor|director|minutes?|updated|published|min read)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:facebook|twitter|x|instagram|linkedin|whatsapp|e-?mail|rss|share|admin)$|https?:|www\.|@|\d{3,}|\d[:.]\d"
    r"|[<>{}=]|\.(?:com|org|net|html?)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


def choose(stated: Statements) -> tuple[str, ...]:
    """Return the names, in order; a publisher's own name only where the page names nobody else."""
    in_json_ld = _names(name for value in stated.values("author")[:1] for name in jsonld.names(value))
    in_meta = _names(value for name in _META for value in stated.meta.get(name, ()))
    for names in (in_json_ld, in_meta):
        if any(bare(name) not in stated.site for name in names):
            return names
    return _shown(stated) or in_json_ld or in_meta


def _shown(stated: Statements) -> tuple[str, ...]:
    """Return the names in the first byline that is neither a comment's nor a teaser's, from its innermost parts."""
    bylines = [element for _, element in zip(range(_MOST), _bylines(stated.root), strict=False)]
    for first in bylines:
        if any(map(_is_elsewhere, first.iterancestors())):
            continue
        parts = [element for element in bylines if element is not first and first in element.iterancestors()]
        leaves = [part for part in parts if not any(part in other.iterancestors() for other in parts)]
        for each in (leaves, [first]):
            names = _names(map(_text, each))
            people = tuple(name for name in names if bare(name) not in stated.site and not _DIGIT.search(name))
            if people:
                return people
    return ()


def _text(element: Element) -> str:
    shown = element.get("content") or "\n".join(filter(None, (text.strip() for text in element.itertext())))
    return shown if len(shown) < _LONGEST_BYLINE else ""


def _bylines(root: Element) -> Iterator[Element]:
    for element in root.iter("*"):
        words = element.get("class")
        if (
            (
                words
                and ("uth" in words or "uteur" in words or "utor" in words or "yline" in words)
                and _CALLS_ITSELF.search(words)
            )
            or element.get("itemprop") == "author"
            or element.get("rel") == "author"
        ):
            yield element


def _is_elsewhere(element: Element) -> bool:
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in _TAGS_ELSEWHERE or (element.tag not in ("body", "html") and bool(_ELSEWHERE.search(words)))


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names in *texts*, each once; a role only where nothing else stands."""
    found: dict[str, str] = {}
    for text in texts:
        for part in _parts(html.unescape(text)):
            if cleaned := _cleaned(part):
                found.setdefault(cleaned.casefold(), cleaned)
    names = tuple(found.values())[:_MOST]
    return tuple(name for name in names if not _ROLE.search(name)) or names


def _parts(names: str) -> list[str]:
    """Return the names in a list: `A B and C D`, `A B; C D`, `A B, C D`; but one in `Family, Given`."""
    parts: list[str] = []
    for part in _BETWEEN.split(_PREFIX.sub("", _IN_PARENTHESES.sub("", names[:2000]).strip())):
        by_comma = [one.strip() for one in part.split(",")]
        are_names = sum(1 for one in by_comma if " " in one) * 2 >= len(by_comma)
        parts += by_comma if are_names else [part]
    return parts


def _cleaned(text: str) -> str:
    name = _PREFIX.sub("", " ".join(text.split()).strip(" ,.:-–—|/()"))
    if len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS or _NO_NAME.search(name):
        return ""
    return name if any(map(str.isalpha, name)) else ""
