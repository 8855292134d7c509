"""What publishers, hubs and subscribers tell each other in WebSub, read and checked (pure)."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import timedelta

from services.model import Answer, Delivery, FeedReading
from services.sources.html.addresses import web_address

_METHODS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
# RFC 8288; a URI in angle brackets holds neither of them, and a parameter's quoted value may hold anything else.
_LINK = re.compile(r"<([^<>]{1,4096}+)>((?:\s*+;\s*+[\w!#$&+.^`|~*-]++\s*+(?:=\s*+(?:\"[^\"]*+\"|[^\s\",;]++))?+)*+)")
_PARAMETER = re.compile(r";\s*+([\w!#$&+.^`|~*-]++)\s*+=\s*+(?:\"([^\"]*+)\"|([^\s\",;]++))")
_LONGEST_HEADER = 20_000


@dataclass(frozen=True, slots=True)
class Verification:
    """What a hub asks by GET: whether we asked for it (`subscribe`, `unsubscribe`), or that it denies (`denied`)."""

    mode: str
    topic: str
    challenge: str = ""
    lease: timedelta | None = None
    reason: str = ""


def named(reading: FeedReading, answer: Answer, url: str) -> tuple[str, str]:
    """Return hub and topic; Link headers come first (WebSub, 4). Nothing where no hub is named.

    The topic is what the feed calls itself, or else *url*.
    """
    hub = linked(answer, "hub") or web_address(reading.hub)
    return (hub, linked(answer, "self") or web_address(reading.self_url) or url) if hub else ("", "")


def linked(answer: Answer, relation: str) -> str:
    """Return the first web address that the Link headers of *answer* give for *relation*."""
    for address, parameters in _LINK.findall(answer.header("link")[:_LONGEST_HEADER]):
        named = {name.lower(): quoted or bare for name, quoted, bare in reversed(_PARAMETER.findall(parameters))}
        if relation in named.get("rel", "").lower().split() and (found := web_address(address, answer.url)):
            return found
    return ""


def is_signed(delivery: Delivery, secret: str) -> bool:
    """Tell whether the hub that knows *secret* sent it (WebSub, 8); compared in constant time."""
    method, _, stated = delivery.signature.strip().partition("=")
    digest = _METHODS.get(method.lower())
    if digest is None:
        return False
    right = hmac.new(secret.encode(), delivery.content, digest).hexdigest()
    return hmac.compare_digest(right.encode(), stated.strip().lower().encode("utf-8", "replace"))
