"""What a publisher reserves of a page: by its headers, its markup, and the site's robots.txt (pure).

It is recorded with the article, as written; whoever uses the article has to heed it.
"""

import html
import re
from collections.abc import Iterable, Iterator

from services.fetch.robots import PRODUCT
from services.model import Answer, Rights

_WITHIN = 262_144
"""Bytes of a page in which its meta elements are looked for."""

_MOST_METAS = 500
_META = re.compile(rb"<meta\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"([a-z-]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
"""Directives with a colon of their own; any other word before a colon is a crawler's name."""

_NO_TRAINING = frozenset({"noai", "noimageai"})
_USAGE = re.compile(r"(?:^|[,\s])train-ai\s*=\s*(y|n)\b")
_LONGEST = 300


def of(answer: Answer, *, training: bool | None = None, tdm_reserved: bool | None = None) -> Rights:
    """Return the rights that *answer* states; *training* and *tdm_reserved* are what its site's files say of it.

    X-Robots-Tag and meta robots: those for everyone and for us. TDMRep (W3C, 2024): the page's word goes before the
    header's, and that before the file's. Training: no where anything says no (noai, AIPREF's Content-Usage, the site).
    """
    metas = _metas(answer)
    stated = _reserved(metas.get("tdm-reservation", "") or answer.header("tdm-reservation"))
    directives = [*_tagged(answer), *_directives(metas.get("robots", "")), *_directives(metas.get(PRODUCT, ""))]
    said = [training, *_said_of_training(answer, directives)]
    return Rights(
        robots=", ".join(dict.fromkeys(directives))[:_LONGEST],
        tdm_reserved=tdm_reserved if stated is None else stated,
        ai_training=False if False in said else True if True in said else None,
    )


def _reserved(value: str) -> bool | None:
    return {"1": True, "0": False}.get(value.strip())


def _said_of_training(answer: Answer, directives: Iterable[str]) -> Iterator[bool]:
    if not _NO_TRAINING.isdisjoint(directives):
        yield False
    if found := _USAGE.search(answer.header("content-usage").lower()):
        yield found[1] == "y"


def _tagged(answer: Answer) -> Iterator[str]:
    """Yield the directives of X-Robots-Tag, each header for itself: a crawler's name holds until the header ends."""
    for name, value in answer.headers:
        if name.lower() == "x-robots-tag":
            agent, colon, rest = value.partition(":")
            is_named = bool(colon) and "," not in agent and agent.strip().lower() not in _VALUED
            if not is_named or agent.strip().lower() == PRODUCT:
                yield from _directives(rest if is_named else value)


def _directives(text: str) -> Iterator[str]:
    """Yield the directives in *text*; a date after `unavailable_after` may hold a comma, and is cut there."""
    return filter(None, (" ".join(each.lower().split()) for each in text.split(",")))


def _metas(answer: Answer) -> dict[str, str]:
    """Return name → content of the page's meta elements, those of one name joined."""
    if "html" not in answer.header("content-type").lower():
        return {}
    found: dict[str, str] = {}
    for number, meta in enumerate(_META.finditer(answer.content[:_WITHIN])):
        if number >= _MOST_METAS:
            break
        attributes = {each[1].lower(): each[2] or each[3] or each[4] or b"" for each in _ATTRIBUTE.finditer(meta[1])}
        name = attributes.get(b"name", b"").decode(errors="replace").strip().lower()
        content = html.unescape(attributes.get(b"content", b"").decode(errors="replace"))
        found[name] = f"{found[name]}, {content}" if name in found else content
    return found
