"""Gather what a page states of itself: meta tags, links, JSON-LD and microdata."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]

from services.errors import NotAnArticleError
from services.sources.html import fragment, jsonld
from services.sources.html.addresses import web_address
from services.sources.html.tree import Element

_LONGEST = 10_000
_MOST_TAGS = 2000
_MOST_SCRIPTS = 200
_WORD = re.compile(r"\w+")
_TAGS = re.compile(r"<[^<>]{0,500}>")
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li)\b", re.IGNORECASE)
_TELLING = ("title", "meta", "link", "script", "h1")
# By way of the attribute: three times as fast as a look at each element.
_ITEMS = etree.XPath("//@itemprop/..")

Tags = Mapping[str, list[Element]]


@dataclass(frozen=True)
class Statements:
    """What tags state, and where the page is; `meta` has names in lower case, each with its contents in order.

    `tags` are the elements of some names, in their order.
    """

    root: Element
    tags: Tags
    base: str
    meta: Mapping[str, list[str]]
    nodes: list[jsonld.Node]

    def first(self, *names: str) -> str:
        """Return the first content of the first of *names* that has one."""
        return next((value for name in names for value in self.meta.get(name, ())), "")

    def values(self, prop: str) -> list[object]:
        """Return what the articles of the JSON-LD have as *prop*, the page's own article first."""
        return [node[prop] for node in self.nodes if node.get(prop) not in (None, "", [], {})]

    def stated(self, prop: str) -> str:
        """Return the first text that the JSON-LD has as *prop*."""
        return next(filter(None, map(jsonld.text, self.values(prop))), "")

    def address(self, *candidates: str) -> str:
        """Return the first candidate that is a web address, made absolute."""
        return next(filter(None, (web_address(candidate, self.base) for candidate in candidates)), "")

    @cached_property
    def items(self) -> Mapping[str, list[str]]:
        """The microdata: name → contents, from attributes before text."""
        found: dict[str, list[str]] = {}
        for element in _ITEMS(self.root)[:_MOST_TAGS]:
            value = element.get("content") or element.get("datetime") or " ".join("".join(element.itertext()).split())
            if value:
                found.setdefault(element.get("itemprop").lower(), []).append(value[:_LONGEST])
        return found

    @cached_property
    def title(self) -> str:
        """The content of the title element."""
        return next((" ".join((element.text or "").split())[:_LONGEST] for element in self.tags["title"]), "")

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Whatever calls itself the headline or title, the article's own statement first."""
        each = (self.stated("headline"), self.first("og:title"), self.first("twitter:title"), self.title)
        return tuple(html.unescape(one)[:_LONGEST] for one in each if one)

    @cached_property
    def description(self) -> str:
        """The summary that the page gives."""
        return html.unescape(self.first("og:description", "description") or self.stated("description"))

    @cached_property
    def site(self) -> frozenset[str]:
        """The names of the site, letters and digits alone in lower case; its host counts as one."""
        host = (urlsplit(self.base).hostname or "").removeprefix("www.")
        publishers = [jsonld.name(value) for value in self.values("publisher")]
        each = (*self.meta.get("og:site_name", ()), *self.meta.get("application-name", ()), *publishers)
        return frozenset(filter(None, map(bare, (*each, host, host.rpartition(".")[0]))))

    @cached_property
    def body(self) -> tuple[str, ...]:
        """The paragraphs of the JSON-LD's `articleBody`."""
        text = html.unescape(_TAGS.sub(" ", self.stated("articleBody")))
        return tuple(filter(None, map(str.strip, text.split("\n"))))

    @property
    def body_paragraphs(self) -> tuple[str, ...]:
        """The same, taken apart where it is HTML."""
        text = html.unescape(self.stated("articleBody"))
        try:
            return (_BLOCK_TAG.search(text) and fragment.paragraphs(text)) or self.body
        except NotAnArticleError:
            return self.body

    @property
    def scripts(self) -> Iterator[str]:
        """The contents of all scripts."""
        return (element.text for element in self.tags["script"] if element.text)

    def body_is_fuller_than(self, paragraphs: tuple[str, ...]) -> bool:
        """Return whether the JSON-LD has an article where the page shows little or nothing of one."""
        stated, shown = sum(map(len, self.body)), sum(map(len, paragraphs))
        return stated > 200 and shown < 0.3 * stated


def bare(name: str) -> str:
    """Return letters and digits of *name*, in lower case."""
    return "".join(_WORD.findall(name.lower()))


def gather(root: Element, base: str) -> Statements:
    """Return what the page states; relative addresses are resolved against *base*."""
    tags = _tags(root)
    nodes = jsonld.articles(_scripts(tags["script"]))
    return Statements(root, tags, base, _meta(tags["meta"]), _main_first(nodes, base))


def _tags(root: Element) -> Tags:
    """Return the elements that say something of the page, found in one walk over all."""
    found: dict[str, list[Element]] = {name: [] for name in _TELLING}
    for element in root.iter(*_TELLING):
        found[element.tag].append(element)
    return found


def _meta(tags: Iterable[Element]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, element in enumerate(tags):
        content = (element.get("content") or "").strip()[:_LONGEST]
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        if content and name:
            found.setdefault(name.strip().lower(), []).append(content)
        if number >= _MOST_TAGS:
            break
    return found


def _scripts(tags: Iterable[Element]) -> list[str]:
    stated = (tag for tag in tags if (tag.get("type") or "").strip().lower() == "application/ld+json")
    return [text for tag in islice(stated, _MOST_SCRIPTS) if (text := tag.text)]


def _main_first(nodes: list[jsonld.Node], base: str) -> list[jsonld.Node]:
    """Return the article that the page is about, and what else speaks of the same one."""
    if len(nodes) < 2:
        return nodes
    path = urlsplit(base).path.rstrip("/")
    own = [
        node
        for node in nodes
        if path and any(_path(node.get(key)) == path for key in ("url", "mainEntityOfPage", "@id"))
    ]
    with_headline = [node for node in nodes if jsonld.text(node.get("headline"))]
    main = next((node for node in own if node in with_headline), next(iter(with_headline or own or nodes)))
    headline = jsonld.text(main.get("headline"))
    return [main, *(n for n in nodes if n is not main and jsonld.text(n.get("headline")) in ("", headline))]


def _path(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    try:
        return urlsplit(jsonld.text(value)).path.rstrip("/")
    except ValueError:
        return ""
