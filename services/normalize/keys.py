"""The keys of an article: what else it may be met under again, as hashes (the content's is its fingerprint).

url:1f3c…    an address, without what differs between two links to one page
guid:88a0…   the feed's own id of the entry, within that feed
"""

import hashlib
from urllib.parse import urlsplit

from services.normalize.url_keys import url_key

_DIGITS = 24
_LONGEST_FEED_ID = 200


def keys(url: str, canonical_url: str, feed_id: str, guid: str) -> tuple[str, ...]:
    """Return the keys, each once; none of an address that names no single page."""
    addresses = dict.fromkeys((url, canonical_url if _host(canonical_url) == _host(url) else ""))
    names = [_hashed("url", key) for key in dict.fromkeys(map(_page_key, addresses)) if key]
    if feed_id and guid:
        # Publishers use ids such as `1` and `post-17`: they mean something within their feed alone.
        names.append(_hashed("guid", f"{feed_id[:_LONGEST_FEED_ID]}\n{guid}"))
    return tuple(names)


def _page_key(address: str) -> str:
    """Return the key of *address*; empty for a host's front page, where some feeds send all their links."""
    key = url_key(address)
    return key if "/" in key or "?" in key else ""


def _host(address: str) -> str:
    """Return what names the site; a canonical address elsewhere names another publisher's article."""
    host = urlsplit(address).hostname or ""
    return host.removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _hashed(kind: str, text: str) -> str:
    return f"{kind}:{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:_DIGITS]}"
