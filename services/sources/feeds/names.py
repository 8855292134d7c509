"""What elements of feeds are called: by namespace, never by prefix; everything in lower case, as feedparser has it.

`{http://purl.org/dc/elements/1.1/}creator` is `dc:creator`; RSS's and Atom's own have no prefix.
"""

from functools import lru_cache

# All that RSS 0.9x to 2.0 and Atom 0.1 to 1.0 were ever written in.
_CORE = frozenset(
    [
        "",
        "backend.userland.com/rss",
        "backend.userland.com/rss2",
        "blogs.law.harvard.edu/tech/rss",
        "purl.org/rss/1.0",
        "my.netscape.com/rdf/simple/0.9",
        "example.com/newformat",
        "example.com/necho",
        "purl.org/echo",
        "uri/of/echo/namespace",
        "purl.org/pie",
        "purl.org/atom/ns",
        "www.w3.org/2005/atom",
        "purl.org/rss/1.0/modules/rss091",
    ]
)
_MODULES = {
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/terms": "dcterms",
    "search.yahoo.com/mrss": "media",
    "www.rssboard.org/media-rss": "media",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "example.com/dtds/podcast-1.0.dtd": "itunes",
    "purl.org/rss/1.0/modules/syndication": "sy",
    "purl.org/rss/modules/syndication": "sy",
    "www.w3.org/1999/xhtml": "xhtml",
    "www.georss.org/georss": "georss",
    "www.opengis.net/gml": "gml",
    "www.w3.org/2003/01/geo/wgs84_pos": "geo",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
}
PREFIXES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "georss": "http://www.georss.org/georss",
    "gml": "http://www.opengis.net/gml",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "atom": "http://www.w3.org/2005/Atom",
    "a10": "http://www.w3.org/2005/Atom",
    "rss": "http://backend.userland.com/rss2",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""What prefixes mean in a feed that forgot to say."""

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


@lru_cache(4096)
def name_of(tag: str) -> str:
    """Return what an element of *tag* (`{namespace}local`) is called; nothing where its namespace is unknown."""
    if not tag.startswith("{"):
        return tag.lower()
    uri, _, local = tag[1:].partition("}")
    uri = _bare(uri)
    if uri in _CORE:
        return local.lower()
    prefix = _MODULES.get(uri)
    return f"{prefix}:{local.lower()}" if prefix else ""


def is_known(uri: str) -> bool:
    """Return whether elements of this namespace have a meaning here."""
    bare = _bare(uri)
    return bare in _CORE or bare in _MODULES


def _bare(uri: str) -> str:
    """Return *uri* as namespaces are compared: publishers change the scheme, the case and the end of them."""
    return uri.strip().lower().removeprefix("http://").removeprefix("https://").rstrip("/#")
