"""Times as feeds write them, in a form that any reader takes.

Most are ISO 8601 or RFC 822 already. The rest (`Σαβ, 03 Ιαν 2004 19:48:21 EST`, `Thu Jan  1 19:48:21 2004`) is
feedparser's business, which knows a dozen habits. Some are rewritten before: of Korean and Hungarian times it takes the
year alone, and the month of today; of `March 3, 2026` and `2026/03/03` nothing.
"""

import io
import re
import warnings
from functools import lru_cache

import feedparser  # type: ignore[import-untyped]

_LONGEST = 64
_ISO = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-[0-3]\d"
    r"(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-3]?\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" [0-2]\d:[0-5]\d(?::[0-5]\d)? (?:[+-]\d{4}|GMT|UTC|UT|Z|[ECMP][SD]T)"
)


def stated(text: str) -> str:
    """Return *text* if it is ISO 8601 or RFC 822, else the time that feedparser reads in it, else *text* as it is."""
    text = text.strip()
    if not text or len(text) > _LONGEST or _ISO.fullmatch(text) or _RFC822.fullmatch(text):
        return text
    return _in_utc(text) or text


# What begins with a year has to go on like a date; feedparser completes any other with today's month.
_BEGINS_WITH_YEAR = re.compile(r"\d{4}(?!\d)|\d{4}-")
_DATE = re.compile(r"\d{4}(?:-?\d{1,3}(?:-?\d{1,2})?)?(?:[Tt\s]\s*\d[\d:.,+\-\sA-Za-z]*)?")
_KOREAN = re.compile(r"(\d{4})년\s+(\d{2})월\s+(\d{2})일\s+(\d{2}):(\d{2}):(\d{2})")
_KOREAN_HALF = re.compile(r"(\d{4})-(\d{2})-(\d{2})\s+(오전|오후)\s+(\d{1,2}):(\d{1,2}):(\d{1,2})")
_HUNGARIAN = re.compile(r"(\d{4})-([a-záéíóöőúüű]{5,10})-(\d{1,2})T(\d{1,2}):(\d{2})([+-]\d{1,2}:\d{2})")
_HUNGARIAN_MONTHS = (
    *("január", "februári", "március", "április", "május", "június"),
    *("július", "augusztus", "szeptember", "október", "november", "december"),
)
_ENGLISH = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*(Z|[+-]\d{2}:?\d{2})?)?")


def _rewritten(text: str) -> str:
    """Return in ISO 8601 what feedparser doesn't know, or knows wrongly; nothing where *text* is neither."""
    return _english(text) or _slashed(text) or _korean(text) or _hungarian(text)


def _english(text: str) -> str:
    """Return `Tue, March 3rd, 2026 at 9:15 PM +0100` in ISO 8601."""
    found = _ENGLISH.fullmatch(text)
    if not found or found[1][:3].lower() not in _ENGLISH_MONTHS:
        return ""
    date = f"{found[3]}-{_ENGLISH_MONTHS.index(found[1][:3].lower()) + 1:02}-{found[2]:>02}"
    if not found[4]:
        return date
    half = (found[7] or "")[:1].lower()
    hours = int(found[4]) % 12 + (12 if half == "p" else 0) if half else int(found[4])
    return f"{date}T{hours:02}:{found[5]}:{found[6] or '00'}{found[8] or ''}"


def _slashed(text: str) -> str:
    found = _SLASHED.fullmatch(text)
    if not found:
        return ""
    date = f"{found[1]}-{found[2]:>02}-{found[3]:>02}"
    return f"{date}T{found[4]:>05}{found[5] or ''}" if found[4] else date


def _korean(text: str) -> str:
    if found := _KOREAN.fullmatch(text):
        return "{}-{}-{}T{}:{}:{}+09:00".format(*found.groups())
    if found := _KOREAN_HALF.fullmatch(text):
        year, month, day, half, hour, minute, second = found.groups()
        hours = int(hour) % 12 + (12 if half == "오후" else 0)
        return f"{year}-{month}-{day}T{hours:02}:{minute:>02}:{second:>02}+09:00"
    return ""


def _hungarian(text: str) -> str:
    found = _HUNGARIAN.fullmatch(text)
    if found and found[2] in _HUNGARIAN_MONTHS:
        month_number = _HUNGARIAN_MONTHS.index(found[2]) + 1
        return f"{found[1]}-{month_number:02}-{found[3]:>02}T{found[4]:>02}:{found[5]}{found[6]}"
    return ""


@lru_cache(1000)
def _in_utc(text: str) -> str:
    if rewritten := _rewritten(text):
        return rewritten
    if _BEGINS_WITH_YEAR.match(text) and not _DATE.fullmatch(text):
        return ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    feed = f"<rss version='2.0'><channel><item><pubDate>{escaped}</pubDate></item></channel></rss>"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(io.BytesIO(feed.encode("utf-8", "replace")))
    read = parsed["entries"][0].get("published_parsed") if parsed["entries"] else None
    if not read or not 1 <= read.tm_year <= 9999:
        return ""
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*read[:6])
