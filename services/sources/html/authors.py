"""Who wrote it: from JSON-LD, meta tags, or the byline that the page shows."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from services.sources.html import bylines, jsonld
from services.sources.html.body import Found
from services.sources.html.page import Page
from services.sources.html.statements import Statements, bare
from services.sources.html.tree import Element

_LONGEST_BYLINE = 300
_LONGEST_CLASS = 500
_META = (
    "author", "parsely-author", "article:author", "article:author_name", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator", "dc:creator", "citation_author", "cxenseparse:author", "shareaholic:article_author_name",
    "authors", "author_name", "og:article:author",
)  # fmt: skip
# The two pairs by which content systems tell a messenger what to show under a link: Written by, Ann Bee.
_LABELLED = (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2"))

_CALLS_ITSELF = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|autor(?:es|en|zy|ka)?|autor[ei]|auteurs?|forfatter|f[oö]rfattare|skribent|yazar"
    r"|penulis|kirjoittaja|toimittaja|szerz[oöő]|firma|writer|reporter|journalist[ae]?)"
    r"(?:[\s_-]{0,2}(?:names?|link|list|item))*(?=$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"comment|related|teaser|sidebar|recommend", re.IGNORECASE)
_TAGS_ELSEWHERE = frozenset(["aside", "nav", "footer"])
_DIGIT = re.compile(r"\d")

# A line that is signed stands so near to the headline.
_NEAR_BEFORE, _NEAR_AFTER = 4, 10
_LONGEST_SIGNED = 120


def choose(stated: Statements, page: Page, found: Found) -> tuple[str, ...]:
    """Return the names, in order; a publisher's own name only where the page names nobody else."""
    in_json_ld = bylines.names(name for value in _in_json_ld(stated) for name in jsonld.names(value))
    in_meta = bylines.names((*_in_meta(stated), *_labelled(stated)))
    for names in (in_json_ld, in_meta):
        if any(bare(name) not in stated.site for name in names):
            return names
    shown = _shown(stated) or _signed(stated, page, found)
    published = in_json_ld or in_meta
    # Beside a name that is stated, a shown one must be a person's: initials and desks are not worth more.
    return tuple(filter(bylines.is_full_name, shown)) or published if published else shown


def _in_json_ld(stated: Statements) -> list[object]:
    return (stated.values("author") or stated.values("creator"))[:1]


def _in_meta(stated: Statements) -> Iterator[str]:
    for name in _META:
        yield from stated.meta.get(name, ())


def _labelled(stated: Statements) -> Iterator[str]:
    for label, value in _LABELLED:
        if bylines.LABEL.fullmatch(stated.first(label)):
            yield stated.first(value)


def _shown(stated: Statements) -> tuple[str, ...]:
    """Return the names in the first byline that is neither a comment's nor a teaser's, from its innermost parts."""
    each = [element for _, element in zip(range(bylines.MOST), _bylines(stated.root), strict=False)]
    for first in each:
        if any(map(_is_elsewhere, first.iterancestors())):
            continue
        parts = [element for element in each if element is not first and first in element.iterancestors()]
        leaves = [part for part in parts if not any(part in other.iterancestors() for other in parts)]
        for texts in (map(_text, leaves), [_text(first)]):
            if people := _people(stated, texts):
                return people
    return ()


def _signed(stated: Statements, page: Page, found: Found) -> tuple[str, ...]:
    """Return the names in a line beside the headline that says by whom: full names alone, for it may be a sentence."""
    if found.headline < 0:
        return ()
    for block in page.blocks[max(0, found.headline - _NEAR_BEFORE) : found.headline + _NEAR_AFTER]:
        text = block.text
        if len(text) <= _LONGEST_SIGNED and not text.endswith((".", "!", "?")) and bylines.SIGNED.match(text):
            people = _people(stated, [text])
            if people and all(map(_is_written_as_a_name, people)):
                return people
    return ()


def _is_written_as_a_name(name: str) -> bool:
    words = name.split()
    return bylines.is_full_name(name) and len(words) <= 4 and words[-1][0] == words[-1][0].upper()


def _people(stated: Statements, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in bylines.names(texts) if bare(name) not in stated.site and not _DIGIT.search(name))


def _text(element: Element) -> str:
    shown = element.get("content") or "\n".join(filter(None, (text.strip() for text in element.itertext())))
    return shown if len(shown) < _LONGEST_BYLINE else ""


def _bylines(root: Element) -> Iterator[Element]:
    for element in root.iter("*"):
        words = element.get("class")
        if (
            (words and _calls_itself(words[:_LONGEST_CLASS]))
            or element.get("itemprop") == "author"
            or element.get("rel") == "author"
        ):
            yield element


@lru_cache(maxsize=20_000)
def _calls_itself(words: str) -> bool:
    return bool(_CALLS_ITSELF.search(words))


def _is_elsewhere(element: Element) -> bool:
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in _TAGS_ELSEWHERE or (element.tag not in ("body", "html") and bool(_ELSEWHERE.search(words)))
