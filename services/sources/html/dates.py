"""When it was published: every candidate with where it stands, the most trustworthy first.

`json-ld`, `meta` (tags and microdata) and `page` (a time element or a date, beside the headline) are statements; `url`
is weak evidence, and only a day.
"""

import re
from collections.abc import Iterator

from services.model import StatedTime
from services.sources.html import jsonld
from services.sources.html.month_names import month_named
from services.sources.html.page import Page
from services.sources.html.statements import Statements

_PUBLISHED_NAMES = (
    "article:published_time og:article:published_time og:published_time datepublished date.published publish_date"
    " publish-date publishdate publication_date published_at published pubdate pub_date parsely-pub-date sailthru.date"
    " dc.date.issued dcterms.issued dcterms.created dcterms.date dc.date date article_date_original"
    " cxenseparse:recs:publishtime originalpublicationdate rnews:datepublished citation_publication_date datecreated"
)
_MODIFIED_NAMES = (
    "article:modified_time og:modified_time og:updated_time datemodified dcterms.modified dc.date.modified"
    " last-modified lastmod updated_time"
)
_PUBLISHED, _MODIFIED = tuple(_PUBLISHED_NAMES.split()), tuple(_MODIFIED_NAMES.split())
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\D|$)")
_DIGIT = re.compile(r"\d")
_MOST = 20
# A date is beside the headline within so many blocks, in a line that holds little else.
_NEAR_BEFORE, _NEAR_AFTER = 4, 12
_LONGEST_LINE = 70
_TIME = r"(?:\D{1,12}?(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?!\d|\.\d))?"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|/|-|\.?\s|\sde\s)\s?(?P<month>\d{{1,2}}|[^\W\d]{{3,12}})(?:\.|/|-|\.?,?\s"
    rf"|\sde\s)\s?(?P<year>(?:19|20)\d\d|\d\d(?!\d)){_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>[A-Za-z]{{3,9}})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d\d){_TIME}"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.年년]\s?(?P<month>\d{{1,2}})[-/.月월]\s?(?P<day>\d{{1,2}})[日일]?{_TIME}"
)
# `2024. május 6.` and `2024 m. gegužės 6 d.`
_YEAR_THEN_NAME = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\sm)?\.?,?\s(?P<month>[^\W\d]{{3,12}})\.?\s(?P<day>\d{{1,2}})(?!\d){_TIME}"
)


def published(stated: Statements, page: Page, headline: int) -> tuple[StatedTime, ...]:
    """Return the candidates, each once; *headline* is the number of its block, or -1."""
    each = (*_stated(stated, "datePublished", _PUBLISHED), *_shown(page, headline), *_in_address(stated))
    return tuple({candidate.text: candidate for candidate in reversed(each) if candidate.text}.values())[::-1][:_MOST]


def modified(stated: Statements) -> str:
    """Return when the page says that it was changed."""
    return next((candidate.text for candidate in _stated(stated, "dateModified", _MODIFIED)), "")


def _stated(stated: Statements, prop: str, names: tuple[str, ...]) -> Iterator[StatedTime]:
    for value in stated.values(prop):
        yield StatedTime(jsonld.text(value), "json-ld")
    for name in names:
        for value in stated.meta.get(name, ()):
            yield StatedTime(value, "meta")
    # Microdata takes a look at every element, so only where nothing else speaks.
    if not stated.nodes and not any(name in stated.meta for name in names):
        for value in stated.items.get(prop.lower(), ()):
            yield StatedTime(value, "meta")


def _shown(page: Page, headline: int) -> Iterator[StatedTime]:
    """Yield what stands beside the headline: elsewhere a date may be that of another article, or of an event."""
    if headline < 0:
        return
    first, last = headline - _NEAR_BEFORE, headline + _NEAR_AFTER
    for number, value in page.times:
        if value and first <= number <= last:
            yield StatedTime(value.strip(), "page")
    for block in page.blocks[max(0, first) : last]:
        if len(block.text) <= _LONGEST_LINE and (found := in_text(block.text)):
            yield StatedTime(found, "page")


def in_text(text: str) -> str:
    """Return the first date that *text* writes out, in ISO 8601 without zone, or nothing."""
    # Most lines have none.
    if not _DIGIT.search(text):
        return ""
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST, _YEAR_THEN_NAME):
        match = pattern.search(text)
        if match and (found := _iso(match)):
            return found
    return ""


def _iso(match: re.Match[str]) -> str:
    stated, year, day = match["month"], int(match["year"]), int(match["day"])
    if stated.isdigit() and "/" in match[0] and day != int(stated) and match.re is not _YEAR_FIRST:
        # 3/4/2025 is April in London and March in New York; 13/4 and 4/13 are one day.
        if day <= 12 and int(stated) <= 12:
            return ""
        if day <= 12:
            day, stated = int(stated), str(day)
    month = int(stated) if stated.isdigit() else month_named(stated)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return ""
    date = f"{year + 2000 if year < 100 else year:04}-{month:02}-{day:02}"
    return f"{date}T{int(match['hour']):02}:{match['minute']}" if match["hour"] else date


def _in_address(stated: Statements) -> Iterator[StatedTime]:
    match = _IN_URL.search(stated.base)
    if match:
        yield StatedTime("-".join(match.groups()), "url")
