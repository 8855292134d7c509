"""Read ninjs, the IPTC's news in JSON: 1.x (`body_text`, objects by name), 2.x (`bodies`, lists), 3.x (camel case).

https://iptc.org/std/ninjs/userguide/
"""

from collections.abc import Iterator, Mapping

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import pub_status
from services.sources.html import fragment
from services.sources.html.addresses import web_address
from services.sources.json.values import Fields, first, objects, paragraphs, text, texts
from services.sources.wire import nitf
from services.sources.wire.bylines import names

METHOD, VERSION = "ninjs", 1

_OWN_NAMES = frozenset(
    ["versioncreated", "versionCreated", "pubstatus", "bodies", "headlines", "body_xhtml", "body_html", "body_text"]
)
_STATED = ("standard", "representationtype", "representationType")
_NO_TEXT = frozenset(["picture", "audio", "video", "graphic", "event", "planning"])
_MAIN = ("main", "", "headline", "title", "medium", "short")


def is_ninjs(fields: Fields) -> bool:
    """Tell whether an object is ninjs: it has a `uri`, which alone is required, and names that others don't use."""
    if "@context" in fields or "@type" in fields or not isinstance(fields.get("uri"), str):
        return False
    standard = fields.get("standard")
    is_stated = isinstance(standard, Mapping) and "ninjs" in text(standard.get("name")).lower()
    return is_stated or any(name in fields for name in (*_OWN_NAMES, *_STATED))


def read(fields: Fields, document: RawDocument) -> Entry:
    """Return the article.

    Raises NotAnArticleError `not-an-article` for a picture, event and so on, `no-text`, or what its body raises.
    """
    body = _body(fields)
    kind = first(fields, "type").lower()
    if kind in _NO_TEXT and not body:
        raise NotAnArticleError("not-an-article", f"ninjs of type {kind}")
    headline = fragment.line(_main(fields, "headlines") or first(fields, "headline", "title"))
    if not headline or not body:
        raise NotAnArticleError("no-text", "ninjs without a body" if headline else "ninjs without a headline")
    uri = text(fields.get("uri"))
    description = fragment.line(_main(fields, "descriptions") or _of_version_1(fields, "description"))
    return Entry(
        headline=headline,
        alternative_headline=fragment.line(_subtitle(fields)),
        description="" if description == body[0] else description,
        paragraphs=tuple(part for part in body if part != headline),
        url=web_address(first(fields, "url", "link")) or web_address(uri) or document.url,
        authors=names(first(fields, "byline", "by")),
        publisher=_publisher(fields),
        language=first(fields, "language"),
        section=next((text(each.get("name")) for each in objects(fields.get("genres"))), ""),
        keywords=_subjects(fields),
        image=_image(fields),
        published=first(fields, "firstcreated", "firstCreated", "contentcreated", "contentCreated")
        or first(fields, "versioncreated", "versionCreated"),
        published_source="wire",
        modified=first(fields, "versioncreated", "versionCreated"),
        guid=uri,
        pub_status=pub_status.of(first(fields, "pubstatus", "pubStatus")),
        method=METHOD,
        method_version=VERSION,
    )


def _body(fields: Fields) -> tuple[str, ...]:
    """Return the fullest form of the text: HTML, which has paragraphs, NITF, or plain."""
    for media_type, body in _bodies(fields):
        if "nitf" in media_type:
            found = nitf.paragraphs(body)
        elif "html" in media_type:
            found = fragment.paragraphs(body)
        else:
            found = paragraphs(body)
        if found:
            return found
    return ()


def _bodies(fields: Fields) -> Iterator[tuple[str, str]]:
    """Yield (media type, body), the best first."""
    listed = [
        (f"{first(each, 'contenttype', 'contentType')} {first(each, 'role')}".lower(), text(each.get("value")))
        for each in objects(fields.get("bodies"))
    ]
    for wanted in ("html", "nitf", "plain", "text"):
        yield from (each for each in listed if wanted in each[0] and "ttnitf" not in each[0] and each[1])
    for name, media_type in (("body_html", "html"), ("body_xhtml", "html"), ("body_text", "plain")):
        if body := first(fields, name):
            yield media_type, body
    for name in sorted(name for name in fields if name.startswith("body_")):
        yield ("html" if "html" in name else "plain"), first(fields, name)


def _by_role(fields: Fields, plural: str) -> dict[str, str]:
    """Return role → text of what 2.x and 3.x list under *plural*; the first of a role counts."""
    listed = reversed(list(objects(fields.get(plural))))
    return {first(each, "role").lower(): found for each in listed if (found := text(each.get("value")))}


def _main(fields: Fields, plural: str) -> str:
    listed = _by_role(fields, plural)
    return next((listed[role] for role in (*_MAIN, *reversed(listed)) if role in listed), "")


def _subtitle(fields: Fields) -> str:
    listed = _by_role(fields, "headlines")
    return next((listed[role] for role in ("sub", "subtitle", "subheadline", "deck") if role in listed), "")


def _of_version_1(fields: Fields, name: str) -> str:
    return first(fields, f"{name}_text", f"{name}_xhtml", f"{name}_html", name)


def _publisher(fields: Fields) -> str:
    sources = (each for name in ("infosources", "infoSources", "infosource") for each in objects(fields.get(name)))
    return next(filter(None, (text(each.get("name")) for each in sources)), "") or first(
        fields, "copyrightholder", "copyrightHolder"
    )


def _subjects(fields: Fields) -> tuple[str, ...]:
    subjects = [*objects(fields.get("subject")), *objects(fields.get("subjects"))]
    named = [text(each.get("name")) for each in subjects]
    keywords = [word.strip() for each in texts(fields.get("keywords")) for word in each.split(",")]
    return tuple(dict.fromkeys(filter(None, [*keywords, *named])))


def _image(fields: Fields) -> str:
    """Return the largest rendition of the first picture that goes with the text."""
    for picture in _listed(fields.get("associations")):
        if first(picture, "type") in ("picture", "graphic", "image"):
            renditions = sorted(_listed(picture.get("renditions")), key=_width, reverse=True)
            if found := next(filter(None, (web_address(first(each, "href")) for each in renditions)), ""):
                return found
    return ""


def _listed(value: object) -> list[Fields]:
    """Return objects of a list (2.x), or of an object by name (1.x)."""
    return [*objects(list(value.values()) if isinstance(value, Mapping) else value)]


def _width(rendition: Fields) -> int:
    width = rendition.get("width")
    return width if isinstance(width, int) else 0
