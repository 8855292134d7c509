"""Take apart what is many documents in one text: lines and lists of JSON, messages, NewsML-G2, feeds."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from services.errors import NotAFeedError
from services.model import LINK
from services.sources import feeds, mail
from services.sources.containers.bounds import ContainerError, Member, Part
from services.sources.decoding import decode
from services.sources.entries import KIND as ENTRY
from services.sources.entries import FedEntry, encoded, text_length
from services.sources.json.values import loaded
from services.sources.wire import newsml

_BLANK = b" \t\r\n"
_MARK = b"\xef\xbb\xbf"
_SKIP = 65_536


def lines(part: Part) -> Iterator[Member]:
    """Yield each line of JSON as a document; a blank one is none, a broken one costs itself."""
    most = part.bounds.document_bytes
    stream = cast("io.BufferedReader", part.stream)
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        content = line.removeprefix(_MARK).strip(_BLANK) if number == 1 else line.strip(_BLANK)
        if len(line) > most and not line.endswith(b"\n"):
            _pass_over(stream)
            yield part.refusal(f":{number}", f"too-large: a line of over {most:,} bytes")
        elif content:
            yield part.document(f":{number}", content, "json")


def _pass_over(stream: io.BufferedReader) -> None:
    while (rest := stream.readline(_SKIP)) and not rest.endswith(b"\n"):
        pass


def json_list(part: Part, content: bytes) -> Iterator[Member]:
    """Yield each object of a list, also of one that stands alone under a name, as exports have it; else the whole."""
    value = loaded(decode(content, part.about.charset))
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
        is_export = not {"headline", "title", "uri", "name", "@type"} & value.keys() and len(lists) == 1
        value = lists[0] if is_export else value
    if not isinstance(value, list):
        yield replace(part.about, content=content)
        return
    for number, each in enumerate(value, 1):
        text = json.dumps(each, ensure_ascii=False)
        yield part.document(f":{number}", text.encode("utf-8", "replace"), "json")


def message(part: Part, content: bytes) -> Iterator[Member]:
    """Yield the message itself, then what is attached to it."""
    parsed = mail.parsed(content)
    yield part.document("", content, "mail")
    for name, media_type, attached in mail.attachments(parsed):
        if part.depth >= part.bounds.depth:
            yield part.refusal(f"!{name}", f"too-deep: over {part.bounds.depth} containers in each other")
        elif media_type.startswith(("image/", "audio/", "video/", "font/")) or media_type == "application/pdf":
            yield part.refusal(f"!{name}", f"not-a-document: {media_type}", is_skipped=True)
        else:
            part.budget.spend(len(attached))
            yield from part.member(f"!{name}", io.BytesIO(attached), media_type=media_type)


def wire_items(part: Part, content: bytes) -> Iterator[Member]:
    """Yield each item of a NewsML-G2 message, or the whole where it is one item."""
    found = False
    for number, (guid, item) in enumerate(newsml.items(content), 1):
        found = True
        yield part.document(f"!{guid or number}", item, "newsml")
    if not found:
        yield replace(part.about, content=content)


def entries(part: Part, content: bytes) -> Iterator[Member]:
    """Yield each entry of a feed or sitemap; one without text is a link, as in a sitemap that is polled.

    What a sitemap index names is not fetched here.
    """
    about = part.about
    try:
        reading = feeds.read(content, media_type=about.media_type, charset=about.charset, url=about.url)
    except NotAFeedError as error:
        raise ContainerError(str(error)) from error
    for number, entry in enumerate(reading.entries, 1):
        fed = FedEntry(entry, reading.title, reading.language)
        kind = LINK if entry.url and not text_length(entry) else ENTRY
        yield part.document(f"#{number}", encoded(fed), kind, url=entry.url)
    for link in reading.links:
        yield part.refusal(f"#{link}", "not-a-document: a sitemap of its own", is_skipped=True)
