"""The lead image: the first that the article shows, or what the page states where it shows none.

On 107 pages of the evaluation data the stated images are the shown one in about two of three (another cut, another
size, a card for social media), while the shown one is what readers know the article by.
"""

import re
from collections.abc import Iterator

from services.sources.html import jsonld
from services.sources.html.body import Found
from services.sources.html.page import Image, Page
from services.sources.html.statements import Statements
from services.sources.html.tree import Element
from services.sources.html.vocabulary import PICTURE

_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_NOT_LEAD = re.compile(
    r"logo|icon|avatar|author|profile|placeholder|spacer|blank|pixel|tracking|badge|sprite|emoji|gravatar|loading"
    r"|lazy|1x1|\.svg|\.gif",
    re.IGNORECASE,
)
_SIGN = re.compile(r"logo|icon|avatar|author|emoji|pixel", re.IGNORECASE)
_SMALLEST = 150
_OPEN_GRAPH = ("og:image", "og:image:url", "og:image:secure_url")
# `2x` is how dense an image is, `1200w` how wide.
_GREATEST_DENSITY = 10
_SHORTEST_IDENTITY = 6
_PATH = re.compile(r"^https?://[^/]*|\?.*")
_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$")
_SIZE = re.compile(r"[-_@](?:\d{2,4}x\d{2,4}|w?\d{3,4}|scaled|large|medium|small|thumb)$")
_PART = re.compile(r"[a-z0-9]{8,}")
_DATE = re.compile(r"(?:19|20)\d{2}(?:\d{2}){0,2}")
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")


def choose(stated: Statements, page: Page, found: Found) -> str:
    """Return the address of the lead image, or nothing.

    In this order: a shown one that the page also states, one that stands above the text, a stated one, any shown one.
    """
    claims = [jsonld.address(value) for value in stated.values("image")]
    claims += [stated.first(*_OPEN_GRAPH), stated.first("twitter:image", "twitter:image:src")]
    first, last = _ends(page, found)
    known = set().union(*map(_identity, claims))
    shown = []
    for image in page.images:
        if image.before <= last and (address := _address(image.element)):
            if any(part in address.lower() for part in known) and (confirmed := stated.address(address)):
                return confirmed
            shown.append((image, address))
    leading = [(image, address) for image, address in shown if _could_lead(page, image, found)]
    above = (address for image, address in leading if image.before <= first)
    return stated.address(next(above, ""), *claims, next((address for _, address in leading), ""))


def _ends(page: Page, found: Found) -> tuple[int, int]:
    """Return the numbers of the first and the last block of the text."""
    if not found.blocks:
        return 0, len(page.blocks)
    first, last = found.blocks[0], found.blocks[-1]
    numbers = [number for number, block in enumerate(page.blocks) if block is first or block is last]
    return numbers[0], numbers[-1]


def _identity(address: str) -> set[str]:
    """Return what stays of an address from one cut or size of a picture to the next: a name, long numbers."""
    path = _PATH.sub("", address.lower())
    stem = _SIZE.sub("", _SUFFIX.sub("", path.rstrip("/").rpartition("/")[2]))
    parts = {part for part in _PART.findall(path) if sum(map(str.isdigit, part)) >= 4}
    return {one for one in (*parts, stem) if len(one) >= _SHORTEST_IDENTITY and not _DATE.fullmatch(one)}


def _could_lead(page: Page, image: Image, found: Found) -> bool:
    for side in ("width", "height"):
        size = (image.element.get(side) or "").removesuffix("px")
        if size.isdigit() and int(size) < _SMALLEST:
            return False
    around = list(page.above(image.holder))
    # What looks like surroundings only for holding pictures and their captions is where a lead image is.
    if any(
        (holder := page.holders[n]).doubt
        and holder.is_out
        and not holder.has_headline
        and not _is_picture(holder.tag, holder.words)
        for n in around
    ):
        return False
    if found.headline >= 0 and image.before > found.headline:
        return True
    return (
        any(page.holders[n].tag == "article" and page.holders[n].has_headline for n in around)
        or found.container in around
    )


def _is_picture(tag: str, words: str) -> bool:
    return tag in ("figure", "figcaption") or bool(PICTURE.search(words))


def _address(element: Element) -> str:
    """Return the address of the largest that a shown image offers; no icons, no placeholders."""
    if _SIGN.search(element.get("class") or ""):
        return ""
    plain = next((value for name in _SOURCES if (value := element.get(name)) and not value.startswith("data:")), "")
    sets = [value for each in (element, *_sources(element)) for name in _SETS if (value := each.get(name))]
    offers = (pair for value in sets for pair in _offers(value))
    width, largest = max(offers, default=(0.0, ""), key=lambda pair: pair[0])
    if not plain or width > _GREATEST_DENSITY or _NOT_LEAD.search(plain.rpartition("/")[2]):
        plain = largest
    return "" if _NOT_LEAD.search(plain.rpartition("/")[2]) else plain


def _sources(element: Element) -> Iterator[Element]:
    """Yield what a picture offers beside its image: siblings, and those that libxml2 leaves open around it."""
    for around in element.iterancestors():
        if around.tag == "source":
            yield around
        else:
            yield from around.iterchildren("source") if around.tag == "picture" else ()
            return


def _offers(srcset: str) -> Iterator[tuple[float, str]]:
    for match in _CANDIDATE.finditer(srcset[:10_000]):
        if not match[1].startswith("data:"):
            yield float(match[2] or 0), match[1]
