"""Times as feeds write them, in a form that any reader takes.

Most are ISO 8601 or RFC 822 already. The rest (`Σαβ, 03 Ιαν 2004`, `2004-01-13T10:53:00 오후`, `Thu Jan 01 2004`) is
feedparser's business, which knows a dozen habits.
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


@lru_cache(1000)
def _in_utc(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    feed = f"<rss version='2.0'><channel><item><pubDate>{escaped}</pubDate></item></channel></rss>"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(io.BytesIO(feed.encode("utf-8", "replace")))
    read = parsed["entries"][0].get("published_parsed") if parsed["entries"] else None
    if not read or not 1 <= read.tm_year <= 9999:
        return ""
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*read[:6])
