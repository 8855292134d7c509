"""Choose the headline among those that a page states and shows, without the site's name.

Measured on 124 pages: JSON-LD is right in .86, `og:title` in .82, the first `h1` in .78; votes among them do worse than
the first alone. Where the page shows what `og:title` says and not what the JSON-LD says, the latter was shortened for
machines.
"""

import html
import re
import unicodedata

from services.sources.html.statements import Statements, bare

# Between a headline and the name of its site; a hyphen or colon only between blanks.
_SEPARATOR = re.compile(r"\s+[|–—\-·•«»:]\s+|\s*\|\s*|\s+::\s+")
_TIGHT_SEPARATOR = re.compile(r"[-–—|｜ㅣ_]")
_MOST_PARTS = 20


def choose(stated: Statements, shown: list[str]) -> str:
    """Return the headline; `shown` are the texts of the `h1` elements."""
    candidates = [*shown, stated.stated("headline"), stated.first("og:title"), stated.first("twitter:title")]
    folded = {_folded(html.unescape(each)) for each in candidates if each}
    article, social = (
        _without_site(html.unescape(each), stated.site, folded)
        for each in (stated.stated("headline"), stated.first("og:title", "twitter:title"))
    )
    visible = {_folded(each) for each in shown}
    if article and social and _folded(social) in visible and _folded(article) not in visible:
        return social
    title = _without_site(html.unescape(stated.title), stated.site, folded)
    return article or social or next(iter(shown), "") or title


def _without_site(title: str, site: frozenset[str], others: set[str]) -> str:
    """Return *title* without a last part that names the site, or that another candidate shows to be none of it."""
    for separator in list(_SEPARATOR.finditer(title))[:-_MOST_PARTS:-1]:
        head, tail = title[: separator.start()].strip(), bare(title[separator.end() :])
        if not head or not (_names_site(tail, site) or _folded(head) in others):
            break
        title = head
    # A separator without blanks may be part of a word, unless what stands before it is shown alone.
    heads = (title[: mark.start()].strip() for mark in list(_TIGHT_SEPARATOR.finditer(title))[:-_MOST_PARTS:-1])
    return next((head for head in heads if head and _folded(head) in others), title)


def _names_site(name: str, site: frozenset[str]) -> bool:
    return bool(name) and any(name == each or (len(name) > 3 and (name in each or each in name)) for each in site)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
