"""The registered part of a host name, from the Public Suffix List that tldextract ships; nothing is downloaded."""

from functools import lru_cache

import tldextract

_extract = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())


@lru_cache(maxsize=10_000)
def registered_domain(host: str) -> str:
    """Return `bbc.co.uk` for `news.bbc.co.uk`; empty for addresses and names without a public suffix."""
    return _extract(host).top_domain_under_public_suffix if host else ""
