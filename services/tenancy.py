"""Who is asked when a URL is: the host, and who answers for it (pure).

    https://www.bbc.co.uk/rss      tenant bbc.co.uk
    https://ada.blogspot.com/feed  tenant ada.blogspot.com, on the platform blogspot.com
    https://medium.com/feed/@ada   tenant medium.com, which is a platform

A platform serves many publishers from machines that bear it, but counts what one visitor asks of all of them.
"""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import tldextract

_public = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())
_with_private = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
"""The Public Suffix List's private section names platforms whose tenants have a name each; tldextract ships it."""

_PLATFORMS = frozenset(
    {
        "beehiiv.com",
        "blogger.com",
        "blogspot.com",
        "buttondown.email",
        "buzzsprout.com",
        "dreamwidth.org",
        "feedblitz.com",
        "feedburner.com",
        "flickr.com",
        "ghost.io",
        "github.com",
        "gitlab.com",
        "google.com",
        "hashnode.dev",
        "hatenablog.com",
        "jimdo.com",
        "libsyn.com",
        "livejournal.com",
        "mastodon.social",
        "medium.com",
        "megaphone.fm",
        "neocities.org",
        "note.com",
        "omny.fm",
        "over-blog.com",
        "podbean.com",
        "podigee.io",
        "posthaven.com",
        "prose.sh",
        "reddit.com",
        "seesaa.net",
        "simplecast.com",
        "soundcloud.com",
        "spreaker.com",
        "squarespace.com",
        "stackexchange.com",
        "substack.com",
        "svbtle.com",
        "tistory.com",
        "transistor.fm",
        "tumblr.com",
        "typepad.com",
        "vimeo.com",
        "weebly.com",
        "wordpress.com",
        "write.as",
        "youtube.com",
    }
)
"""Platforms that the list doesn't name: by what they are known for, not by what they register."""


@dataclass(frozen=True, slots=True)
class Tenancy:
    """`host` with its port is what is asked; `tenant` and `platform` (empty if none) are who is asked too often.

    `is_shared`: the tenant is itself a platform, so that one host stands for many publishers.
    """

    host: str
    tenant: str
    platform: str = ""
    is_shared: bool = False


@lru_cache(maxsize=100_000)
def tenancy(url: str) -> Tenancy:
    """Return whose patience a request for *url* takes; a host without a public suffix is its own tenant."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return Tenancy(url, url)
    return _of_host(host if port is None else f"{host}:{port}", host)


@lru_cache(maxsize=100_000)
def _of_host(asked: str, host: str) -> Tenancy:
    registered = _public(host).top_domain_under_public_suffix
    if not registered:
        return Tenancy(asked, asked)
    named = _with_private(host)
    if named.is_private and named.top_domain_under_public_suffix:
        return Tenancy(asked, named.top_domain_under_public_suffix, registered)
    if named.is_private or _is_platform(registered):
        return _on_platform(asked, host, registered)
    return Tenancy(asked, registered)


def _is_platform(registered: str) -> bool:
    # Blogger answers under blogspot.co.uk, blogspot.de and dozens more.
    return registered in _PLATFORMS or registered.startswith("blogspot.")


def _on_platform(asked: str, host: str, registered: str) -> Tenancy:
    """Return `ada` of `ada.wordpress.com` as the tenant; `feeds.`, `www.` and the bare name stand for all of them."""
    label = host.removesuffix(registered).rstrip(".").rpartition(".")[2]
    if label in {"", "www", "feeds", "feeds2", "rss", "feed", "news", "m", "old", "api", "raw", "gist"}:
        return Tenancy(asked, registered, is_shared=True)
    return Tenancy(asked, f"{label}.{registered}", registered)
