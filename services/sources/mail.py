"""Read a message (RFC 5322, MIME): a newsletter or a press release; its text is HTML, or plain where there is none.

`attachments` are what else comes in it; each becomes a document of its own. The email package is used in its old form:
what its new one does with headers takes minutes and gigabytes for 200,000 encoded words or an address of a megabyte.
"""

import contextlib
import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from typing import cast

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources.decoding import decode
from services.sources.html import fragment
from services.sources.html.addresses import web_address

METHOD, VERSION = "mail", 1

_MOST_PARTS = 1000
_MOST_NESTED = 100
_MOST_HEADERS = 50_000
_LONGEST_HEADER = 8000
_LONGEST_READ = 4000
_LONGEST_TEXT = 5_000_000
_PREFIX = re.compile(r"^\s*(?:(?:fwd?|re|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_UNSUBSCRIBE = re.compile(
    r"^.{0,60}\b(?:unsubscribe|view (?:this email )?in (?:your )?browser|abbestellen|abmelden)\b.{0,99}$", re.IGNORECASE
)
_LIST = re.compile(r'\s*"?([^"<]{1,200}?)"?\s*<')
_HEADER_LINE = re.compile(rb"^[!-9;-~]{1,80}:", re.MULTILINE)
_PARTED = re.compile(rb"^content-[a-z-]{1,30}:[^\n]*+(?:\n[ \t][^\n]*+)*+", re.MULTILINE | re.IGNORECASE)
_MALFORMED = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the email package raises over ill-formed messages."""

_Part = Message


def parsed(content: bytes) -> _Part:
    """Return the message. Raises NotAnArticleError: `empty`, `not-a-message` or `too-complex`."""
    if not content.strip():
        raise NotAnArticleError("empty", "no bytes")
    _refuse_crowded(content)
    try:
        message = email.message_from_bytes(content, policy=compat32)
    except _MALFORMED as error:
        raise NotAnArticleError("too-complex", f"a message that can't be parsed: {type(error).__name__}") from error
    if not message.keys():
        raise NotAnArticleError("not-a-message", "no header")
    return message


def _refuse_crowded(content: bytes) -> None:
    """Raise NotAnArticleError for what would take the parser more than a second or so, or gigabytes."""
    lowered = content.lower()
    if content.count(b"\n--") > _MOST_PARTS * 10 or lowered.count(b"boundary=") > _MOST_PARTS:
        raise NotAnArticleError("too-complex", "thousands of parts")
    if lowered.count(b"message/rfc822") > _MOST_NESTED:
        raise NotAnArticleError("too-complex", f"over {_MOST_NESTED} messages in each other")
    if sum(1 for _ in _HEADER_LINE.finditer(content)) > _MOST_HEADERS:
        raise NotAnArticleError("too-complex", f"over {_MOST_HEADERS:,} headers")
    if any(len(found[0]) > _LONGEST_HEADER for found in _PARTED.finditer(content)):
        raise NotAnArticleError("too-complex", f"a header of over {_LONGEST_HEADER:,} bytes")


def read(document: RawDocument) -> Entry:
    """Return the article that a message is. Raises NotAnArticleError, also `no-text`."""
    message = parsed(document.content)
    headline = _PREFIX.sub("", _header(message, "subject")).strip()
    body = _paragraphs(message)
    if not body:
        raise NotAnArticleError("no-text", "a message without text")
    if not headline:
        raise NotAnArticleError("no-text", "a message without a subject")
    name, _ = _address(_header(message, "from"))
    return Entry(
        headline=headline,
        paragraphs=body,
        url=web_address(_header(message, "archived-at").strip("<> ")) or document.url,
        authors=(name,) if name and "@" not in name else (),
        publisher=_publisher(message),
        language=_header(message, "content-language").partition(",")[0].strip(),
        keywords=tuple(word.strip() for word in _header(message, "keywords").split(",") if word.strip()),
        published=_header(message, "date"),
        published_source="mail",
        guid=_header(message, "message-id").strip("<> "),
        method=METHOD,
        method_version=VERSION,
    )


def attachments(message: _Part) -> Iterator[tuple[str, str, bytes]]:
    """Yield (name, media type, content) of what is attached, messages in it too."""
    for number, part in enumerate(_leaves(message), 1):
        if _is_text(part, "text/html") or _is_text(part, "text/plain"):
            continue
        try:
            media_type, name, content = part.get_content_type(), part.get_filename() or "", _content(part)
        except _MALFORMED:
            continue
        kind = ".eml" if media_type == "message/rfc822" else ""
        yield _decoded(name) or f"part-{number}{kind}", media_type, content


def _leaves(message: _Part) -> Iterator[_Part]:
    """Yield the parts that hold no others, in order; a message in it is one."""
    waiting = [message]
    for _ in range(_MOST_PARTS * 20):
        if not waiting:
            return
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting += cast("list[_Part]", inner)[::-1]
        else:
            yield part


def _is_text(part: _Part, media_type: str) -> bool:
    """Tell whether *part* is shown as text of this type: it is no file."""
    try:
        is_file = part.get_content_disposition() == "attachment" or bool(part.get_filename())
        return part.get_content_type() == media_type and not is_file
    except _MALFORMED:
        return False


def _content(part: _Part) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return cast("list[_Part]", inner)[0].as_bytes() if isinstance(inner, list) and inner else b""
    return cast("bytes | None", part.get_payload(decode=True)) or b""


def _paragraphs(message: _Part) -> tuple[str, ...]:
    for media_type, paragraphs in (("text/html", fragment.paragraphs), ("text/plain", _plain)):
        for part in _leaves(message):
            if _is_text(part, media_type):
                found = tuple(each for each in paragraphs(_text(part)) if not _UNSUBSCRIBE.match(each))
                if found:
                    return found
    return ()


def _text(part: _Part) -> str:
    try:
        payload = cast("bytes | None", part.get_payload(decode=True)) or b""
        charset = part.get_content_charset("")
    except _MALFORMED:
        return ""
    text = decode(payload, charset if isinstance(charset, str) else "") if payload.strip() else ""
    if len(text) > _LONGEST_TEXT:
        raise NotAnArticleError("too-large", f"a message with over {_LONGEST_TEXT:,} characters")
    return text


def _plain(text: str) -> tuple[str, ...]:
    """Return the paragraphs between blank lines, unwrapped, without what follows a signature's mark (RFC 3676, 4.3)."""
    text = _SIGNATURE.split(text.replace("\r\n", "\n"), maxsplit=1)[0]
    return tuple(found for part in re.split(r"\n[ \t]*\n", text) if (found := " ".join(part.split())))


def _header(message: _Part, name: str) -> str:
    raw = next((value for key, value in message.raw_items() if key.lower() == name), "")
    return _decoded(str(raw)[:_LONGEST_READ])


def _decoded(raw: str) -> str:
    """Return a header's text: bytes outside ASCII are UTF-8 (RFC 6532), and encoded words are decoded (RFC 2047)."""
    text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    # Of a charset that nobody knows: as it stands.
    with contextlib.suppress(*_MALFORMED):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())


def _address(stated: str) -> tuple[str, str]:
    """Return name and address; nothing for what is none."""
    try:
        return parseaddr(stated)
    except _MALFORMED:  # a thousand brackets in each other
        return "", ""


def _publisher(message: _Part) -> str:
    """Return the list that sent it, else the name of the domain it is from."""
    listed = _LIST.match(_header(message, "list-id"))
    if listed and listed[1].strip():
        return listed[1].strip()
    _, address = _address(_header(message, "sender") or _header(message, "from"))
    return address.rpartition("@")[2].lower()
