"""Keys that are equal for addresses of one page: lossy, for comparing and never for following.

    https://www.paper.example:443/a/../story/?utm_source=x&id=2#top  ─▶  paper.example/story?id=2

What differs from one link to a page to the next goes: scheme, `www.`, mobile and AMP hosts, default ports, session
ids, tracking parameters, fragments, the order of parameters, ways to write a character. What may tell two pages apart
stays: upper and lower case in paths, empty path segments, any parameter that isn't known to be a campaign's.
"""

import html
import re
import unicodedata
from ipaddress import ip_address
from urllib.parse import quote, unquote_to_bytes, urlsplit

LONGEST = 4096
_DEFAULT_PORTS = frozenset([80, 443])
_SCHEME = re.compile(r"^(?:(https?):)?[/\\]{1,3}(?=[^/\\])|^(https?):(?=[^/\\])", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://|(?:javascript|data|mailto|tel|about|blob|file|urn):", re.IGNORECASE)
_OTHER_HOSTS = re.compile(r"^(?:www\d{0,2}|m|mobile|amp|wap)\.(?=[^.]+\.)")
_AMP_CACHE = re.compile(r"^(?:[\w-]+\.)?cdn\.ampproject\.org/[cvr]/(?:s/)?|^google\.[a-z.]+/amp/(?:s/)?")
_AMP_PATH = re.compile(r"(?:/amp/?|\.amp(?=\.html?$)|[./]amp(?:\.html?)?)$|^/amp(?=/)")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^/?;]*", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$")
_HASH_BANG = "#!"

_CAMPAIGN_NAMES = (
    "ref ref_src ref_url referrer referer fbclid gclid gclsrc dclid wbraid gbraid msclkid twclid ttclid yclid igshid"
    " igsh li_fat_id mc_cid mc_eid mkt_tok s_cid s_kwcid clickid click_id cid cmp cmpid icid ncid ocid tid_src"
    " campaign campaign_id campaignid"
    " partner partnerid affiliate affid aff_id aftr_source fb_ref fb_source fb_action_ids fb_action_types"
    " action_object_map"
    " smid smtyp sref taid xtor wt_mc wt_zmc wt.mc_id hootpostid guccounter _ga _gl ga_source ga_medium ga_campaign"
    " at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 ito sh sharetoken share_token shared sharing"
    " __twitter_impression amp amp_js_v usqp outputtype feature_share spm srnd traffic_source trk trkcampaign"
    " ns_mchannel"
    " ns_source ns_campaign ns_linkname ns_fee rss feedtype feedname jsessionid phpsessid sessionid sid_session"
)
_CAMPAIGN = frozenset(_CAMPAIGN_NAMES.split())
_CAMPAIGN_OPENINGS = (
    "utm_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "hsa_",
    "guce_",
    "oly_",
    "vero_",
    "__hs",
    "_hs",
    "itm_",
    "ml_sub",
)
_CAMPAIGN_ENDINGS = ("_affiliate", "_campaign", "clid")


def url_key(address: str) -> str:
    """Return the key of *address*; empty where it is no address of the web."""
    address = html.unescape(address.strip())
    bare = _SCHEME.sub("", address)
    if not bare or len(address) > LONGEST or _OTHER_SCHEME.match(bare):
        return ""
    try:
        parts = urlsplit(f"//{bare}")
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    place = host if port is None or port in _DEFAULT_PORTS else f"{host}:{port}"
    query = _query(parts.query, parts.fragment)
    host_of_page, _, path = _AMP_CACHE.sub("", place + _plain(parts.path)).partition("/")
    key = _OTHER_HOSTS.sub("", host_of_page) + _without_rendering(f"/{path}")
    return f"{key}?{query}" if query else key


def _host(name: str) -> str:
    """Return the host in ASCII and lower case, without what names a rendering (`www.`, `m.`, `amp.`)."""
    name = name.rstrip(".")
    if ":" in name:
        return f"[{ip_address(name)}]"
    ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
    return _OTHER_HOSTS.sub("", ascii_name.lower())


def _plain(path: str) -> str:
    """Return *path* from its root, without session ids and dots, written in one way."""
    return _same_characters("/".join(_without_dots(_SESSION.sub("", path).split("/"))))


def _without_rendering(path: str) -> str:
    """Return *path* without what says AMP, the name of an index page, and one slash at its end."""
    path = _INDEX.sub("/", _AMP_PATH.sub("", path) or "/")
    return path.removesuffix("/") if not path.endswith("//") else path


def _without_dots(segments: list[str]) -> list[str]:
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            kept = kept[:-1] if len(kept) > 1 else kept
        elif segment != ".":
            kept.append(segment)
    return kept


def _query(query: str, fragment: str) -> str:
    pairs = [pair for pair in query.split("&") if pair and not _is_campaign(pair.partition("=")[0].lower())]
    if fragment.startswith(_HASH_BANG[1:]):
        # Before 2015 a page behind `#!` had an address of its own.
        pairs.append(f"_escaped_fragment_={fragment[1:]}")
    return "&".join(sorted(_same_characters(pair) for pair in pairs))


def _is_campaign(name: str) -> bool:
    return name in _CAMPAIGN or name.startswith(_CAMPAIGN_OPENINGS) or name.endswith(_CAMPAIGN_ENDINGS)


# With the letter before them: a combining accent may follow it.
_ESCAPES = re.compile(r"[A-Za-z]?(?:%[0-9A-Fa-f]{2})+|[^\x21-\x7e]+|['\"<>\\^`{|}]")


def _same_characters(text: str) -> str:
    """Return *text* with one way to write each character: plain, or in escapes of composed UTF-8."""
    return _ESCAPES.sub(lambda match: _escaped(match[0]), text)


def _escaped(text: str) -> str:
    raw = unquote_to_bytes(text)
    try:
        composed = unicodedata.normalize("NFC", raw.decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        composed = raw
    # What delimits parts of an address (`/`, `?`, `&`) means another thing when it is escaped.
    return quote(composed, safe="~,!'()*:@")
