"""Read a message (RFC 5322, MIME): a newsletter or a press release; its text is HTML, or plain where there is none.

`attachments` are what else comes in it; each becomes a document of its own.
"""

import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses, parseaddr
from typing import cast

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources.html import fragment
from services.sources.html.addresses import web_address

METHOD, VERSION = "mail", 1

_MOST_PARTS = 1000
_LONGEST_TEXT = 5_000_000
_PREFIX = re.compile(r"^\s*(?:(?:fwd?|re|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_UNSUBSCRIBE = re.compile(
    r"^.{0,60}\b(?:unsubscribe|view (?:this email )?in (?:your )?browser|abbestellen|abmelden)\b.{0,99}$",
    re.IGNORECASE,
)
_MALFORMED = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What Python's parser and its header classes raise over ill-formed messages (bpo-27321, gh-98188 and others)."""


def parsed(content: bytes) -> EmailMessage:
    """Return the message. Raises NotAnArticleError: `empty`, `not-a-message` or `too-complex`."""
    if not content.strip():
        raise NotAnArticleError("empty", "no bytes")
    if content.lower().count(b"boundary=") > _MOST_PARTS:
        raise NotAnArticleError("too-complex", f"over {_MOST_PARTS} nested parts")
    try:
        message = email.message_from_bytes(content, policy=SMTP)
        if not message.keys():
            raise NotAnArticleError("not-a-message", "no header")
    except _MALFORMED as error:
        raise NotAnArticleError("too-complex", f"a message that can't be parsed: {type(error).__name__}") from error
    return message


def read(document: RawDocument) -> Entry:
    """Return the article that a message is. Raises NotAnArticleError, also `no-text`."""
    message = parsed(document.content)
    headline = _PREFIX.sub("", _header(message, "subject")).strip()
    body = _paragraphs(message)
    if not body:
        raise NotAnArticleError("no-text", "a message without text")
    if not headline:
        raise NotAnArticleError("no-text", "a message without a subject")
    name, address = parseaddr(_header(message, "from"))
    return Entry(
        headline=headline,
        paragraphs=body,
        url=web_address(_header(message, "archived-at").strip("<> ")) or document.url,
        authors=(name,) if name and "@" not in name else (),
        publisher=_publisher(message, address),
        language=_header(message, "content-language").partition(",")[0].strip(),
        keywords=tuple(word.strip() for word in _header(message, "keywords").split(",") if word.strip()),
        published=_header(message, "date"),
        published_source="mail",
        guid=_header(message, "message-id").strip("<> "),
        method=METHOD,
        method_version=VERSION,
    )


def attachments(message: EmailMessage) -> Iterator[tuple[str, str, bytes]]:
    """Yield (name, media type, content) of what is attached, messages in it too; pictures in the text are none."""
    try:
        for number, part in enumerate(message.iter_attachments()):
            if number >= _MOST_PARTS:
                return
            media_type = part.get_content_type()
            if media_type.startswith("multipart/") or part.get("content-id"):
                continue
            yield _name(part, number), media_type, _content(part)
    except _MALFORMED:
        # Of a message whose structure lies, the text alone counts.
        return


def _name(part: EmailMessage, number: int) -> str:
    if name := part.get_filename():
        return name
    return f"message-{number + 1}.eml" if part.get_content_type() == "message/rfc822" else f"part-{number + 1}"


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(bytes(inner) for inner in cast("list[EmailMessage]", part.get_payload())[:1])
    return cast("bytes | None", part.get_payload(decode=True)) or b""


def _paragraphs(message: EmailMessage) -> tuple[str, ...]:
    for preference in ("html", "plain"):
        part = _body(message, preference)
        text = _text(part) if part is not None else ""
        found = fragment.paragraphs(text) if preference == "html" else _plain(text)
        kept = tuple(each for each in found if not _UNSUBSCRIBE.match(each))
        if kept:
            return kept
    return ()


def _body(message: EmailMessage, preference: str) -> EmailMessage | None:
    try:
        return cast("EmailMessage | None", message.get_body(preferencelist=(preference,)))
    except _MALFORMED:
        return None


def _text(part: EmailMessage) -> str:
    payload = cast("bytes | None", part.get_payload(decode=True)) or b""
    charset = part.get_content_charset("utf-8") or "utf-8"
    try:
        text = payload.decode(charset, "replace")
    except LookupError:
        text = payload.decode("utf-8", "replace")
    if len(text) > _LONGEST_TEXT:
        raise NotAnArticleError("too-large", f"a message with over {_LONGEST_TEXT:,} characters")
    return text


def _plain(text: str) -> tuple[str, ...]:
    """Return the paragraphs between blank lines, unwrapped, without what follows a signature's mark (RFC 3676, 4.3)."""
    text = _SIGNATURE.split(text.replace("\r\n", "\n"), maxsplit=1)[0]
    return tuple(found for part in re.split(r"\n[ \t]*\n", text) if (found := " ".join(part.split())))


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name, ""))
    except _MALFORMED:
        value = ""
    return " ".join(value.split())


def _publisher(message: EmailMessage, address: str) -> str:
    """Return the list that sent it, else the name of the domain it is from."""
    listed = re.match(r'\s*"?([^"<]{1,200}?)"?\s*<', _header(message, "list-id"))
    if listed and listed[1].strip():
        return listed[1].strip()
    (_, sender), *_ = getaddresses([_header(message, "sender") or address]) or [("", "")]
    return sender.rpartition("@")[2].lower()
